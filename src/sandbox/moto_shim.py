"""moto 5.2.1 as a server on 127.0.0.1, with the repairs the sandbox needs.

Usage: python moto_shim.py PORT (0 = any free port)

Prints "ready <port>" when it accepts connections. Its standard input is a lifeline: the parent holds the other end, and when that end
closes (the parent ended, in whatever way) this process ends at once.

MOTO_PORT names the port of the recording proxy, so that every call that moto makes itself (Step Functions tasks, the EventBridge targets
below) goes through the proxy. SELFHEAL_SANDBOX_IAM=1 makes moto's IAM judging fit for real least-privilege policies; the judging itself is
switched by POST /moto-api/reset-auth. SELFHEAL_SANDBOX_TOKEN: calls that carry it in x-selfheal-sandbox are the proxy's own and unjudged.
"""

import copy
import json
import logging
import os
import sys
import threading
import warnings

warnings.filterwarnings("ignore")


def end_with_parent():
    """Reads the lifeline until it closes; os._exit because a busy request must not keep the process alive."""

    def watch():
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def repair_step_functions():
    """The second StartExecution of a region fails: a copy of the machine tries to copy locks (getmoto/moto#10077)."""
    from moto.core.responses import ActionResult
    from moto.stepfunctions.models import StateMachine
    from moto.stepfunctions.responses import StepFunctionResponse

    def copied(self, memo):
        machine = copy.copy(self)
        machine.executions = []
        return machine

    StateMachine.__deepcopy__ = copied
    StepFunctionResponse.validate_state_machine_definition = lambda self: ActionResult(
        {"result": "OK", "diagnostics": [], "truncated": False}
    )
    StepFunctionResponse.list_state_machine_versions = lambda self: ActionResult({"stateMachineVersions": []})


def repair_cloudtrail():
    """StartLogging, StopLogging and DeleteTrail take a name or an ARN on AWS; moto only knows names."""
    from moto.cloudtrail.models import CloudTrailBackend

    def delete_trail(self, name):
        self.trails.pop(self.get_trail(name).trail_name, None)

    CloudTrailBackend.start_logging = lambda self, name: self.get_trail(name).start_logging()
    CloudTrailBackend.stop_logging = lambda self, name: self.get_trail(name).stop_logging()
    CloudTrailBackend.delete_trail = delete_trail


def repair_dynamodb():
    """A refused transaction puts back a copy of whole tables, and with it undoes what other threads wrote meanwhile: one write at a time.
    A restored table loses its billing mode, which AWS keeps."""
    from moto.dynamodb.models import DynamoDBBackend
    from moto.dynamodb.models.table import RestoredTable

    lock = threading.RLock()

    def one_at_a_time(write):
        def locked(self, *args, **kwargs):
            with lock:
                return write(self, *args, **kwargs)

        return locked

    for name in ("put_item", "update_item", "delete_item", "batch_write_item", "transact_write_items"):
        setattr(DynamoDBBackend, name, one_at_a_time(getattr(DynamoDBBackend, name)))

    parse = RestoredTable._parse_params_from_backup

    def with_billing_mode(self, backup):
        return {**parse(self, backup), "billing_mode": backup.table.billing_mode}

    RestoredTable._parse_params_from_backup = with_billing_mode


def repair_sqs():
    """SetQueueAttributes without Policy wipes the queue's policy; RedrivePolicy comes back with other spaces than it went in."""
    from moto.sqs.models import Queue

    set_attributes = Queue._set_attributes

    def set_and_keep_policy(self, attributes, now=None):
        policy = getattr(self, "policy", None)
        set_attributes(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = policy

    Queue._set_attributes = set_and_keep_policy
    attributes = Queue.__dict__.get("attributes")
    if isinstance(attributes, property):

        def compact(self):
            found = attributes.fget(self)
            if found.get("RedrivePolicy"):
                found["RedrivePolicy"] = json.dumps(json.loads(found["RedrivePolicy"]), separators=(",", ":"))
            return found

        Queue.attributes = property(compact)


def repair_s3():
    """DeleteObjects under a delete marker fails, which breaks emptying a versioned bucket."""
    from moto.s3.models import FakeDeleteMarker

    if not hasattr(FakeDeleteMarker, "dispose"):
        FakeDeleteMarker.dispose = lambda self, garbage=False: None


def repair_lambda():
    """RemovePermission refuses every RevisionId: moto compares a list of one with it."""
    from moto.awslambda.models import LambdaBackend

    remove_permission = LambdaBackend.remove_permission

    def remove_one(self, function_name, sid, revision=""):
        return remove_permission(self, function_name, sid, revision[0] if isinstance(revision, list) else revision)

    LambdaBackend.remove_permission = remove_one


def repair_security_hub():
    from moto.securityhub.responses import SecurityHubResponse

    SecurityHubResponse.update_security_hub_configuration = lambda self: "{}"


def repair_eventbridge():
    """A rule with a Lambda, Step Functions or SNS target makes PutEvents itself fail: deliver those here, through the proxy."""
    from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp
    from moto.events.models import Rule
    from moto.events.utils import EventTemplateParser

    ours = ("lambda", "states", "sns")
    EventTemplateParser.DEFAULT_EVENT_INPUT_TEMPLATE = EventTemplateParser.DEFAULT_EVENT_INPUT_TEMPLATE.replace(
        '"version": "0",', '"version": "0", "account": "<account>",'
    )

    def client(service, region):
        import boto3
        from botocore.config import Config

        return boto3.client(
            service,
            region_name=region,
            endpoint_url=f"http://127.0.0.1:{os.environ['MOTO_PORT']}",
            aws_access_key_id="ak",
            aws_secret_access_key="sk",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def body_for(target, event):
        if target.get("Input") is not None:
            return target["Input"]
        transformer = target.get("InputTransformer")
        if transformer:
            values = {**event, "ingestion-time": event.get("time")}
            return json.dumps(
                EventTemplateParser.parse(transformer.get("InputTemplate"), transformer.get("InputPathsMap", {}), values)
            )
        return json.dumps(event)

    def deliver(target, sent):
        arn = target["Arn"]
        _, _, service, region = arn.split(":")[:4]
        event = {key: value for key, value in sent.items() if key != "ingestion-time"}
        if isinstance(event.get("time"), (int, float)):
            event["time"] = iso_8601_datetime_without_milliseconds(utcfromtimestamp(float(event["time"])))
        try:
            body = body_for(target, event)
            if service == "lambda":
                client("lambda", region).invoke(FunctionName=arn, InvocationType="Event", Payload=body.encode())
            elif service == "states":
                client("stepfunctions", region).start_execution(stateMachineArn=arn, name=str(event.get("id")), input=body)
            else:
                client("sns", region).publish(TopicArn=arn, Message=body)
        except Exception as error:
            print("eventbridge target failed:", arn, error, file=sys.stderr, flush=True)

    send_to_targets = Rule.send_to_targets

    def send(self, original_event, transform_input=True):
        extra = [target for target in self.targets if target["Arn"].split(":")[2] in ours]
        rest = copy.copy(self)
        rest.targets = [target for target in self.targets if target not in extra]
        send_to_targets(rest, original_event, transform_input)
        if extra and self.event_pattern.matches_event(original_event):
            for target in extra:
                threading.Thread(target=deliver, args=(target, dict(original_event)), daemon=True).start()

    Rule.send_to_targets = send


def trust_own_calls(token):
    """The proxy's own calls (a table's last backup, an alarm's configuration) are not the caller's and are not judged."""
    from moto.core.authorization import ActionAuthenticatorMixin

    authorize = ActionAuthenticatorMixin._authenticate_and_authorize_action

    def authorize_others(self, iam_request_cls, resource="*"):
        if self.headers.get("X-Selfheal-Sandbox") != token:
            authorize(self, iam_request_cls, resource)

    ActionAuthenticatorMixin._authenticate_and_authorize_action = authorize_others


def repair_iam():
    """moto misnames S3 sub-resources, checks signatures that it cannot rebuild, accepts inactive keys and mostly judges resource "*"."""
    from moto.iam import access_control
    from moto.s3 import responses

    bucket = responses.ACTION_MAP["BUCKET"]
    bucket["GET"].update(
        publicAccessBlock="GetBucketPublicAccessBlock",
        encryption="GetEncryptionConfiguration",
        ownershipControls="GetBucketOwnershipControls",
        policyStatus="GetBucketPolicyStatus",
        replication="GetReplicationConfiguration",
    )
    bucket["PUT"].update(
        publicAccessBlock="PutBucketPublicAccessBlock",
        encryption="PutEncryptionConfiguration",
        ownershipControls="PutBucketOwnershipControls",
        replication="PutReplicationConfiguration",
    )
    bucket["DELETE"].update(
        publicAccessBlock="PutBucketPublicAccessBlock",
        encryption="PutEncryptionConfiguration",
        ownershipControls="PutBucketOwnershipControls",
    )
    bucket["HEAD"]["DEFAULT"] = "ListBucket"
    prefixes = {"monitoring": "cloudwatch"}
    names = {
        **{f"apigateway:Get{what}": "apigateway:GET" for what in ("Account", "RestApis", "Stage", "Stages")},
        "apigateway:UpdateStage": "apigateway:PATCH",
        "lambda:Invoke": "lambda:InvokeFunction",
        "s3:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
        "s3:PutPublicAccessBlock": "s3:PutAccountPublicAccessBlock",
        "s3:DeletePublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    }
    request = access_control.IAMRequestBase
    request.check_signature = lambda self: None
    init_request = request.__init__

    def init_named(self, *args, **kwargs):
        init_request(self, *args, **kwargs)
        service, action = self._action.split(":", 1)
        action = f"{prefixes.get(service, service)}:{action}"
        self._action = names.get(action, action)

    request.__init__ = init_named
    statement = access_control.IAMPolicyStatement
    matches = statement._check_element_matches

    def matches_known_resource(self, element, value):
        unknown = element == "Resource" and value == "*" and self._statement.get("Effect") == "Allow"
        return True if unknown else matches(self, element, value)

    statement._check_element_matches = matches_known_resource
    user_key = access_control.IAMUserAccessKey
    init_key = user_key.__init__

    def init_active(self, account_id, partition, access_key_id, headers):
        init_key(self, account_id, partition, access_key_id, headers)
        for user in self.backend.list_users("/", None, None):
            for key in user.access_keys:
                if key.access_key_id == access_key_id and key.status == "Inactive":
                    raise access_control.CreateAccessKeyFailure(reason="InvalidId")

    user_key.__init__ = init_active


def serve(port):
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, DomainDispatcherApplication(create_backend_app), threaded=True)
    print(f"ready {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    end_with_parent()
    repair_step_functions()
    repair_cloudtrail()
    repair_dynamodb()
    repair_sqs()
    repair_s3()
    repair_lambda()
    repair_security_hub()
    repair_eventbridge()
    if os.environ.get("SELFHEAL_SANDBOX_TOKEN"):
        trust_own_calls(os.environ["SELFHEAL_SANDBOX_TOKEN"])
    if os.environ.get("SELFHEAL_SANDBOX_IAM"):
        repair_iam()
    serve(int(sys.argv[1]))
