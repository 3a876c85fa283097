/** Words that stand in every text, and tell nothing about it. */
const empty = new Set(
  `a an and any are as at be been but by can could do does for from get got had has have how i if in into is it its just me my no not of on or our please
  should so some than that the their them then there these they this to too up us was we were what when where which who why will with you your
  aws`.split(/\s+/),
);

/** What people in a hurry write, and what it is called in a runbook. */
const calledOtherwise = new Map(
  Object.entries({
    acct: 'account',
    admin: 'administrator',
    alb: 'load balancer',
    ami: 'image',
    anybody: 'everyone',
    anyone: 'everyone public',
    asg: 'auto scaling group',
    attacker: 'intruder compromised',
    bill: 'cost',
    blackmail: 'ransom extortion',
    box: 'instance',
    breached: 'compromised intruder',
    cert: 'certificate',
    creds: 'credentials',
    cron: 'schedule rule',
    crypto: 'mining compromised',
    db: 'database',
    ddb: 'dynamodb',
    destroyed: 'deleted',
    dlq: 'dead letter queue',
    elb: 'load balancer',
    everybody: 'everyone',
    exposed: 'leaked public',
    extortion: 'ransom',
    fargate: 'task ecs',
    gone: 'deleted',
    hacked: 'compromised intruder',
    hacker: 'intruder compromised',
    host: 'instance',
    igw: 'internet gateway',
    imds: 'metadata imdsv2',
    imdsv1: 'metadata imdsv2',
    intruder: 'compromised',
    lb: 'load balancer',
    logged: 'sign',
    login: 'sign',
    malware: 'compromised intruder',
    miner: 'mining compromised',
    mines: 'mining compromised',
    mysql: 'database port',
    nacl: 'network acl',
    nlb: 'load balancer',
    off: 'disabled',
    oom: 'memory',
    outage: 'down',
    pager: 'alarm nobody',
    password: 'credentials',
    perms: 'permissions rights',
    pitr: 'point in time recovery',
    postgres: 'database port',
    ransomware: 'ransom destroyed',
    rdp: 'remote desktop',
    removed: 'deleted',
    server: 'instance',
    sg: 'security group',
    silent: 'silenced',
    slow: 'latency load',
    spike: 'load',
    ssl: 'tls',
    stolen: 'leaked compromised',
    thief: 'intruder compromised',
    undelete: 'restore deleted',
    vm: 'instance',
    wiped: 'deleted destroy',
    world: 'everyone internet',
  }),
);
/** What comes after so many words of a question is not looked at: a pasted log would take seconds. */
const mostWords = 100;

/** The words of a text as they are compared: parts of AWS's compound names apart, in lower case, without endings. */
export const termsOf = (text: string): string[] => wordsOf(text).filter(tells).map(stem);

/** The words of a question, and beside them what runbooks call the same thing. */
export const askedTerms = (question: string): string[] =>
  wordsOf(question)
    .slice(0, mostWords)
    .flatMap((word) => [word, ...(calledOtherwise.get(word)?.split(' ') ?? [])])
    .filter(tells)
    .map(stem);

const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

const tells = (word: string): boolean => word !== '' && !empty.has(word);

/** English endings only, and only from words that stay long enough to be told apart. */
function stem(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word;
  const bare = word
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1')
    .replace(/(.{3})(?:ing|ed)$/, '$1');
  return bare.length > 4 ? bare.replace(/([bdglmnprt])\1$/, '$1').replace(/e$/, '') : bare;
}
