import type { Effect } from '#domain/meaning.ts';

/** What the first word of an operation does in AWS's own naming, and the words after it that make it something else. */
const verbs: readonly (readonly [Effect, string])[] = [
  [
    'reads',
    `Batch(Get|Describe|Check|Read) Check Count Decode Describe Detect Discover Download Estimate Evaluate Explain Fetch Filter Find Get Has Head Is List Lookup Peek
     Poll Predict Preview Query Read Receive Recommend Render Resolve Retrieve Review Scan Search Select Simulate Show Test Translate Validate Verify View`,
  ],
  [
    'keeps-books',
    `Acknowledge Add(LF)?Tags BatchPut(Message|Metric) Complete Confirm Heartbeat Label Log Notify Post Publish(Metric) Put(Metric|Record|Telemetry) Record Refresh
     Renew Report Resend Respond Signal Submit Tag Touch Track Untag Remove(LF)?Tags ChangeTags CreateTags DeleteTags UpdateTags UpdateView Vote`,
  ],
  [
    'disrupts',
    'Abort Block Deactivate Disable Failover Force Halt Interrupt Kill Pause Quarantine Reboot Restart Shutdown Stop Suspend Switchover',
  ],
  [
    'removes',
    `Archive Batch(Cancel|Delete|Disassociate|Remove|Revoke) Cancel Clear Close Decrease Delete Deauthorize Deprovision Deregister Destroy Detach Disassociate Disconnect Discard Dissociate Drop Empty Erase End
     Leave Purge Reject Release Remove Revoke Terminate Unassign Uninstall Unlink Unpublish Unregister Unshare Unsubscribe`,
  ],
];

/** Nouns of what watches, what protects, what is kept, who is let in, and what is secret. */
const watcher =
  /(Logging|Log(s|Group|Stream|Config|Delivery|Settings|Subscription|Bucket)?$|Alarm(s)?$|Trail|Audit|Detector|Monitor|FlowLog|Recorder|EventSelector|EventDataStore|Telemetry|Finding)/;
const guard =
  /(Encryption|Firewall|WebACL|Protection|Guardrail|Lock$|LockConfiguration|PublicAccessBlock|Mfa|MFA|PasswordPolicy|PermissionsBoundary|SecurityPolicy|Shield|Compliance)/;
const kept =
  /(Backup|Snapshot|RecoveryPoint|Vault|Database|D[Bb]Cluster|D[Bb]Instance|FileSystem|Keyspace|Data[Ss]tore|Ledger|Volume|ReplicationSet|Archive)/;
const door =
  /(Polic(y|ies)$|ResourcePolicy|BucketPolicy|AccessPolicy|Permission|Acl$|ACL$|Sharing|Share$|Grant|Ingress|PublicAccess|PublicPorts|Principal(s)?$|CrossAccount)/;
const identity =
  /(Role|User(?!Defined|Settings|Access)|Credential|AccessKey|ApiKey|KeyPair|Password|(Access|Api|Bearer|Cli|Login|Service\w*)Token|Identity(Provider|Source|Pool)|Federation|Trust|SAML|OIDC|OpenID|SSHPublicKey|LoginProfile|Membership|Administrator|CertificateAuthority)/;
const secret = /(Secret|Password|Credential|PrivateKey|AuthToken|SessionToken|AccessToken|KeyMaterial|PresignedUrl|UserData)/;
/** What only describes, schedules or tells of the thing whose name it bears. */
const beside =
  /(Tag|Metric|Dashboard|View|Alias|Description|Version|Filter|Query|Preference|Template|Comment|Label|Status|Policy|Notification|Schedule|Grant|Configuration|Endpoint|Group|Job|Rule)s?$/;
/** Policies that route, scale, keep or protect, and let nobody in. */
const policyOfWork =
  /(BlockPublicAccess|PublicAccessBlock|Firewall|Scheduling|Ipam|Resiliency|AutomatedReasoning|ContinuousDeployment|CoreNetwork|AutomaticTape|Index|WebACL|DataProtection|Lifecycle|Scaling|LoadBalancer|Stickiness|Metering|Traffic|Retention|Termination|Headers|Origin|Cache|Quota|Retrieval|PermissionsBoundary|Backup|NetworkAcl)/;
const piece = /(Job|Run|Task|Execution|Session|Build|Assessment|Query|Export|Import|Test|Evaluation|Matchmaking|Crawler|Deployment)$/;
const portable = /(Key|Image|Table|Data|Snapshot|Secret|File|Task|Mailbox|Secrets|Object)/;

/** A job that writes what the account keeps somewhere else, a whole copy of it, or a standing order to copy. */
const copied =
  /^((Create|Start)\w*Export(Task|Job)?$|Copy\w*(Backup|Image|Snapshot|Volumes?)s?$|(Create|Put)\w*Replication(Configuration)?$)/;

/** Taking something off a database is not the end of it. */
const destroying = /^(BatchDelete|Delete|Destroy|Drop|Erase|Purge|Terminate)/;

const compiled = verbs.map(([effect, words]) => [effect, new RegExp(`^(${words.trim().split(/\s+/).join('|')})(?![a-z])`)] as const);

/** What a call does by its name alone: for the thousands that stand in no table. A name without a known verb changes something. */
export function effectOfVerb(operation: string): Effect {
  const name = operation.replace(/^Admin(?=[A-Z])/, '');
  const [effect, verb] = compiled.find(([, words]) => words.test(name)) ?? ['changes' as const, /^[A-Z][a-z]*/];
  const noun = name.replace(verb, '');
  switch (effect) {
    case 'reads':
      return secret.test(noun) && /^(Get|Retrieve|Download|BatchGet|Fetch)/.test(name) ? 'reads-secrets' : 'reads';
    case 'removes':
    case 'disrupts':
      return ofEnding(effect, name, noun);
    case 'changes':
      return ofChange(name, noun);
    default:
      return effect;
  }
}

function ofEnding(effect: 'removes' | 'disrupts', name: string, noun: string): Effect {
  if (watcher.test(noun)) return 'hides-tracks';
  if (guard.test(noun)) return 'weakens';
  if (destroying.test(name) && kept.test(noun) && !beside.test(noun)) return 'destroys';
  return effect === 'disrupts' && piece.test(noun) ? 'changes' : effect;
}

function ofChange(name: string, noun: string): Effect {
  if (name.startsWith('Export')) return portable.test(noun) || kept.test(noun) ? 'moves-data' : 'reads';
  if (/^(Replicate|Migrate)/.test(name) || copied.test(name)) return 'moves-data';
  if (name.startsWith('Purchase')) return 'commits';
  if (/^(Update|Modify|Change|Set|Reset)/.test(name) && (watcher.test(noun) || guard.test(noun))) return 'resets-guards';
  if (policyOfWork.test(noun)) return 'changes';
  if (/^(Share|Authorize|Expose)/.test(name) || door.test(noun)) return 'opens';
  const gives = /^(Add|Assign|Associate|Attach|Create|Enable|Import|Issue|Link|Put|Register|Reset|Set|Update|Upload)/.test(name);
  return gives && identity.test(noun) && !beside.test(noun.replace(/(Policy|Grant|Group)$/, '')) ? 'gives-access' : 'changes';
}
