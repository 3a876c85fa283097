import { ago, api, duration, element, keepTimes, pill, placeWord } from './element.js';
import { proposal, rejectQuestion, rollbackQuestion, standing, story } from './story.js';

const at = (id) => document.getElementById(id);
const incidents = new Map();
const rows = new Map();
const questions = new Map();
let older = null;
let open = null;
let status;

// what the person is told

function notice(text) {
  at('notice').textContent = text;
  at('notice').hidden = text === '';
}
const attempt = async (work) => {
  try {
    notice('');
    return await work();
  } catch (error) {
    notice(`${error.message[0].toUpperCase()}${error.message.slice(1)}${/[.!?]$/.test(error.message) ? '' : '.'}`);
    return undefined;
  }
};

// status line

function showState(word, kind) {
  at('state').className = kind;
  if (at('state-text').textContent !== word) at('state-text').textContent = word;
}

const moods = { autopilot: 'Watching and healing', copilot: 'Watching; asks before it heals', 'dry-run': 'Watching; dry run, nothing is written' };
async function showStatus() {
  status = await api('status');
  const { stoppedBy, mode, world, sites, last24h, running } = status;
  showState(stoppedBy === null ? moods[mode] : `Stopped by ${stoppedBy}: nothing is written`, stoppedBy === null ? 'good' : 'bad');
  const button = at('stop');
  button.hidden = false;
  button.textContent = stoppedBy === null ? 'Stop all writes' : 'Resume';
  button.className = stoppedBy === null ? 'danger' : 'primary';
  const ends = Object.entries(last24h.ends).map(([end, count]) => `${count} ${end.replaceAll('-', ' ')}`);
  const fact = (name, value) => element('div', {}, element('dt', {}, name), element('dd', {}, value));
  at('facts').replaceChildren(
    fact('World', world === 'sandbox' ? 'sandbox' : 'AWS'),
    fact('Account', [...new Set(sites.map(({ account }) => account))].join(', ')),
    fact('Region', sites.map(({ region }) => region).join(', ')),
    fact('Mode', mode),
    fact('Working on', String(running)),
    fact('Last 24 h', `${ends.length === 0 && last24h.open === 0 ? 'nothing yet' : [...(last24h.open > 0 ? [`${last24h.open} open`] : []), ...ends].join(' · ')}${last24h.complete ? '' : ' (newest only)'}`),
  );
  showProblems(status.problems);
  const you = at('you');
  if (you.value === '') you.value = localStorage.getItem('you') ?? status.you;
  showEmpty();
}

function showProblems(problems) {
  at('problems').hidden = problems.length === 0;
  const shown = [...at('problem-list').children].map(({ textContent }) => textContent);
  if (shown.join('\n') !== problems.join('\n')) at('problem-list').replaceChildren(...problems.map((problem) => element('li', {}, problem)));
}

at('stop').addEventListener('click', () => attempt(async () => {
  await api(status.stoppedBy === null ? 'stop' : 'resume', { by: who() });
  await showStatus();
}));
at('you').addEventListener('change', ({ target }) => localStorage.setItem('you', target.value));
const who = () => at('you').value.trim() || undefined;

// list

function rowContent({ stage, title, resource, wrong, did, ms, why, openedAt, actor, repeats }) {
  const became = did.length === 0 || stage === 'escalated' ? why : `${wrong ?? why} → ${did.join(', ')}`;
  const line = repeats > 0 ? `${became} · told ${repeats + 1} times` : became;
  return [
    pill(stage),
    element('span', { className: 'what' }, element('strong', {}, resource), element('span', {}, title), element('small', { title: line }, line)),
    element('span', { className: 'who' }, actor === null ? '' : `by ${actor.split(/[:/]/).at(-1)}`),
    element('span', { className: 'took' }, ms === null || stage !== 'healed' ? '' : `in ${duration(ms)}`),
    ago(openedAt),
  ];
}

function showRow(summary) {
  const present = rows.get(summary.id);
  if (present !== undefined) {
    present.firstChild.replaceChildren(...rowContent(summary));
    return;
  }
  const row = element('li', {}, element('button', { type: 'button', 'aria-haspopup': 'dialog', onclick: () => go(summary.id) }, ...rowContent(summary)));
  rows.set(summary.id, row);
  const after = [...incidents.values()].filter(({ openedAt, id }) => openedAt < summary.openedAt || (openedAt === summary.openedAt && id < summary.id));
  const next = after.reduce((newest, one) => (newest === undefined || one.openedAt > newest.openedAt || (one.openedAt === newest.openedAt && one.id > newest.id) ? one : newest), undefined);
  at('list').insertBefore(row, next === undefined ? null : (rows.get(next.id) ?? null));
}

const spokenPlaces = ['healed', 'escalated', 'approval', 'rolled-back', 'expired'];
function take(summary, live) {
  const known = incidents.get(summary.id);
  if (known !== undefined && known.version >= summary.version) return;
  incidents.set(summary.id, summary);
  showRow(summary);
  if (summary.waiting) showQuestion(summary);
  else dropQuestion(summary.id);
  if (live && known?.stage !== summary.stage && spokenPlaces.includes(summary.stage)) at('spoken').textContent = `${summary.resource}: ${placeWord(summary.stage)}. ${summary.why}`;
  if (live && open === summary.id) showStory(summary.id);
  showEmpty();
}

function showEmpty() {
  const empty = at('empty');
  empty.hidden = incidents.size > 0;
  if (incidents.size > 0 || status === undefined || empty.childElementCount > 0) return;
  const command = `aws --endpoint-url ${status.endpoint} s3api delete-public-access-block --bucket harbor-coffee-media`;
  empty.replaceChildren(
    ...(status.world === 'sandbox'
      ? [element('p', {}, 'Nothing is wrong. Break something and watch it heal, with the keys that "selfheal up" printed:'), element('pre', { tabIndex: 0 }, command)]
      : [element('p', {}, 'Nothing is wrong, as far as the events tell. "selfheal sweep" looks without events.')]),
  );
}

// questions

async function showQuestion(summary) {
  const present = questions.get(summary.id);
  if (present?.version === summary.version) return;
  const card = present?.card ?? element('article', { className: 'question' });
  questions.set(summary.id, { card, version: summary.version });
  const detail = await api(`incidents/${summary.id}`);
  const action = await actionOf(detail);
  if (questions.get(summary.id)?.version !== summary.version) return;
  card.replaceChildren(
    element('h3', {}, summary.resource),
    element('p', { className: 'lead' }, `${summary.title}${summary.wrong === null ? '' : `: ${summary.wrong}`}`, summary.actor === null ? '' : `, by ${summary.actor}`),
    element('p', { className: 'quiet' }, `Account ${summary.account}, ${summary.region} · asked because ${summary.why}`, summary.expiresAt === null ? '' : element('span', {}, ' · expires ', ago(summary.expiresAt))),
    ...standing(detail),
    element('div', { className: 'controls' }, ...buttonsOf(detail), element('button', { type: 'button', className: 'link', onclick: () => go(summary.id) }, 'Whole story')),
    element('details', { open: card.querySelector('details')?.open ?? questions.size === 1 }, element('summary', {}, 'Exact calls, what changes, cost, risk, reasons'), element('div', { className: 'proposal' }, ...proposal(detail, action).filter(Boolean))),
  );
  if (!card.isConnected) place(card, summary);
  countQuestions();
}

function dropQuestion(id) {
  questions.get(id)?.card.remove();
  questions.delete(id);
  countQuestions();
}

/** What expires first stands first; a card never moves under a finger. */
function place(card, { openedAt, expiresAt }) {
  card.dataset.until = expiresAt ?? openedAt;
  const later = [...at('question-list').children].find(({ dataset }) => dataset.until > card.dataset.until);
  at('question-list').insertBefore(card, later ?? null);
}

/** Also in the title, which shows when another tab is open. */
function countQuestions() {
  const { size } = questions;
  at('questions').hidden = size === 0;
  at('questions-title').textContent = size > 1 ? `Waiting for you: ${size}` : 'Waiting for you';
  document.title = size === 0 ? 'Selfheal' : `(${size}) Selfheal`;
}

const actions = new Map();
async function actionOf({ action }) {
  if (action === undefined) return undefined;
  if (!actions.has(action.id)) actions.set(action.id, await api(`actions/${encodeURIComponent(action.id)}`).catch(() => undefined));
  return actions.get(action.id);
}

function buttonsOf(detail) {
  const { summary, plan } = detail;
  const button = (label, kind, press) => {
    const made = element('button', { type: 'button', className: kind, onclick: async () => {
      made.disabled = true;
      await attempt(press);
      made.disabled = false;
    } }, label);
    return made;
  };
  const send = (command, extra = {}) => async () => take(await api(`incidents/${summary.id}/${command}`, { by: who(), ...extra }), true);
  if (summary.waiting) {
    const { hash: planHash } = plan;
    return [
      button('Approve', 'primary', send('approve', { planHash })),
      button('Reject…', '', async () => askReason(summary, (reason) => send('reject', { planHash, reason })())),
      button('Snooze 15 min', '', send('snooze', { planHash, minutes: 15 })),
    ];
  }
  if (summary.stage === 'healed') return [button('Roll back…', '', () => askRollback(summary, send('rollback')))];
  if (summary.stage === 'escalated') return [button('Try again', 'primary', send('retry'))];
  return [];
}

function askReason(summary, reject) {
  const dialog = at('confirm');
  dialog.replaceChildren(...rejectQuestion(summary, {
    no: () => dialog.close(),
    yes: (reason) => {
      dialog.close();
      attempt(() => reject(reason === '' ? undefined : reason));
    },
  }));
  dialog.showModal();
}

async function askRollback(summary, rollback) {
  const preview = await api(`incidents/${summary.id}/rollback`);
  const dialog = at('confirm');
  dialog.replaceChildren(...rollbackQuestion(summary, preview, {
    yes: () => {
      dialog.close();
      attempt(rollback);
    },
    no: () => dialog.close(),
  }));
  dialog.showModal();
}

// story: the address names it, so that Back closes it and a link opens it

const go = (id) => {
  location.hash = id;
};
async function showStory(id) {
  const detail = await attempt(() => api(`incidents/${encodeURIComponent(id)}`));
  const dialog = at('story');
  if (detail === undefined || open !== id) return;
  const [scrolled, focused] = [dialog.scrollTop, dialog.contains(document.activeElement)];
  dialog.replaceChildren(...story(detail, await actionOf(detail), { buttons: buttonsOf(detail), close: () => dialog.close() }));
  if (!dialog.open) dialog.showModal();
  else if (focused) dialog.querySelector('.close').focus();
  dialog.scrollTop = scrolled;
}
function followAddress() {
  const id = location.hash.slice(1);
  open = id.startsWith('inc-') ? id : null;
  if (open === null) at('story').close();
  else showStory(open);
}
at('story').addEventListener('close', () => {
  if (open !== null) history.pushState(null, '', '/');
  open = null;
});
for (const id of ['story', 'confirm']) at(id).addEventListener('click', ({ target }) => target === at(id) && at(id).close());
addEventListener('hashchange', followAddress);
addEventListener('popstate', followAddress);

// live

async function load() {
  const { incidents: page, next } = await api('incidents?limit=50');
  for (const summary of page) take(summary, false);
  const waiting = await api('incidents?place=approval&limit=50');
  for (const summary of waiting.incidents) take(summary, false);
  const answered = [...questions.keys()].filter((id) => !waiting.incidents.some((summary) => summary.id === id));
  for (const id of answered) take((await api(`incidents/${id}`)).summary, false);
  older ??= next;
  at('older').hidden = older === null;
  showEmpty();
}
at('older').addEventListener('click', () => attempt(async () => {
  const { incidents: page, next } = await api(`incidents?limit=50&cursor=${encodeURIComponent(older)}`);
  for (const summary of page) take(summary, false);
  older = next;
  at('older').hidden = older === null;
}));

let connected = false;
/** What is known may be old while nobody answers. */
function isConnected(now) {
  connected = now;
  document.body.classList.toggle('offline', !now);
}
function connect() {
  const stream = new EventSource('/api/stream');
  stream.addEventListener('ready', () => {
    isConnected(true);
    attempt(async () => {
      await showStatus();
      await load();
    });
  });
  stream.addEventListener('incident', ({ data }) => take(JSON.parse(data), true));
  stream.addEventListener('stop', () => attempt(showStatus));
  stream.addEventListener('problems', () => attempt(showStatus));
  stream.addEventListener('error', () => {
    isConnected(false);
    const refused = stream.readyState === EventSource.CLOSED;
    showState(refused ? 'The engine refuses this page: open the address that "selfheal up" printed last' : 'No connection to the engine: what is below may be old. Trying again', 'bad');
    if (refused) setTimeout(connect, 3000);
  });
}
connect();
setInterval(() => connected && showStatus().catch(() => undefined), 5000);
keepTimes();
followAddress();
