import type { Channel, Tone } from '#ports/notify.ts';

const signs: Readonly<Record<Tone, string>> = { page: '!!', asks: '??', good: 'ok', plain: '--' };

/** Lines on the screen of whoever started the engine. */
export function terminal(name: string, print: (line: string) => void): Channel {
  return {
    name,
    kind: 'terminal',
    gets: 'latest',
    storms: true,
    renews: false,
    recorded: false,
    async tell({ message, incident, insteadOf }) {
      const instead = insteadOf === undefined ? '' : ` (told here because ${insteadOf} could not be reached)`;
      const how = message.plan === undefined ? '' : `\n   selfheal approve ${incident.id}   or   selfheal show ${incident.id}`;
      print(`${signs[message.tone]} ${message.headline}${instead}${how}`);
      return { thread: incident.id };
    },
    async digest({ headline, tone, id }) {
      print(`${signs[tone]} ${headline}; selfheal incidents lists them`);
      return { thread: id };
    },
    greet: async (text) => print(`-- ${text}`),
  };
}
