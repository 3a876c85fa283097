/** Characters that show nothing or turn the direction of text stand there as their escapes: a name must not turn a question around. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const seen = (text) => text.replace(unseen, (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** An element with properties and children; texts become text nodes, so nothing that AWS says is ever markup. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name in made && typeof value !== 'string') made[name] = value;
    else made.setAttribute(name === 'className' ? 'class' : name, value);
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false).map((child) => (typeof child === 'string' ? seen(child) : child)));
  return made;
}

/** Asks the API; an error is thrown with the sentence that the API gave. */
export async function api(path, body) {
  const request = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/api/${path}`, request).catch(() => {
    throw new Error(`the engine does not answer${body === undefined ? '' : ', so it is not known whether it heard that'}; is "selfheal up" still running?`);
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Error(answer.detail ?? `the engine answered ${response.status}`);
}

/** 430 ms, 2.4 s, 3 min 5 s. */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

function relative(at) {
  const seconds = Math.round((Date.now() - at) / 1000);
  const [amount, ahead] = [Math.abs(seconds), seconds < -1];
  if (amount < 2) return 'now';
  const said = amount < 60 ? `${amount} s` : amount < 3600 ? `${Math.floor(amount / 60)} min` : amount < 86_400 ? `${Math.floor(amount / 3600)} h` : `${Math.floor(amount / 86_400)} d`;
  return ahead ? `in ${said}` : `${said} ago`;
}

const absolute = (at) => new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/** A time as it is said now ("12 s ago") with the full one as its tooltip; `keepTimes` keeps it true. */
export function ago(time) {
  const at = new Date(time).getTime();
  return element('time', { datetime: new Date(at).toISOString(), title: absolute(at), className: 'ago' }, relative(at));
}

/** A time in full. */
export const full = (time) => element('time', { datetime: new Date(time).toISOString() }, absolute(time));

/** Says all relative times anew, once a second. */
export function keepTimes() {
  setInterval(() => {
    for (const time of document.querySelectorAll('time.ago')) {
      const said = relative(new Date(time.getAttribute('datetime')).getTime());
      if (time.textContent !== said) time.textContent = said;
    }
  }, 1000);
}

const places = {
  diagnosis: ['Diagnosing', 'busy'],
  decision: ['Deciding', 'busy'],
  approval: ['Waiting', 'ask'],
  snapshot: ['Keeping a copy', 'busy'],
  remediation: ['Fixing', 'busy'],
  verification: ['Verifying', 'busy'],
  rollback: ['Rolling back', 'busy'],
  healed: ['Healed', 'good'],
  'already-healthy': ['Was healthy', 'calm'],
  logged: ['Logged', 'calm'],
  simulated: ['Simulated', 'calm'],
  rejected: ['Rejected', 'calm'],
  expired: ['Expired', 'ask'],
  'rolled-back': ['Rolled back', 'calm'],
  escalated: ['Escalated', 'bad'],
  expected: ['Expected', 'calm'],
};

/** The word for a place of the loop. */
export const placeWord = (stage) => places[stage]?.[0] ?? stage;

/** The place of an incident by word and colour. */
export const pill = (stage) => element('span', { className: `pill ${places[stage]?.[1] ?? 'calm'}` }, placeWord(stage));
