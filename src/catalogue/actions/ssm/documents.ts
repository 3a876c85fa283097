import type { JsonObject } from '#domain/json.ts';

/** A document of ours for Run Command, as it has to stand in the account: what it may do is in it, and every parameter has a list of values. */
export interface CommandDocument {
  readonly name: string;
  readonly content: JsonObject;
}

/** Services that may be restarted, by the names of their systemd units. */
export const services = [
  'apache2',
  'containerd',
  'docker',
  'haproxy',
  'httpd',
  'memcached',
  'nginx',
  'php-fpm',
  'rabbitmq-server',
  'redis',
  'tomcat',
] as const;

/** What may be cleaned: things that come back by themselves when they are needed. */
export const cleanable = ['journal', 'package-cache', 'old-temporary-files', 'unused-container-images'] as const;

export const restartServiceDocument: CommandDocument = {
  name: 'Selfheal-RestartService',
  content: {
    schemaVersion: '2.2',
    description: 'Restarts one service of a list and says whether it is active afterwards.',
    parameters: { service: { type: 'String', description: 'The systemd unit.', allowedValues: services } },
    mainSteps: [
      {
        action: 'aws:runShellScript',
        name: 'restart',
        precondition: { StringEquals: ['platformType', 'Linux'] },
        inputs: {
          timeoutSeconds: '120',
          runCommand: ["systemctl restart '{{ service }}'", 'sleep 5', "systemctl is-active '{{ service }}'"],
        },
      },
    ],
  },
};

export const cleanDiskDocument: CommandDocument = {
  name: 'Selfheal-CleanDisk',
  content: {
    schemaVersion: '2.2',
    description: 'Deletes one kind of file that comes back by itself, and says how full the disks are afterwards.',
    parameters: { what: { type: 'String', description: 'What to delete.', allowedValues: cleanable } },
    mainSteps: [
      {
        action: 'aws:runShellScript',
        name: 'clean',
        precondition: { StringEquals: ['platformType', 'Linux'] },
        inputs: {
          timeoutSeconds: '600',
          runCommand: [
            'set -e',
            "case '{{ what }}' in",
            'journal) journalctl --vacuum-size=200M ;;',
            'package-cache) if command -v apt-get >/dev/null; then apt-get clean; elif command -v dnf >/dev/null; then dnf clean all; else yum clean all; fi ;;',
            'old-temporary-files) find /tmp /var/tmp -xdev -type f -mtime +7 -delete ;;',
            'unused-container-images) docker image prune --all --force --filter until=168h ;;',
            '*) exit 64 ;;',
            'esac',
            'df --output=target,pcent,avail',
          ],
        },
      },
    ],
  },
};
