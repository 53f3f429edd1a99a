// Cut-overs and rollbacks under way, and what came of those before, in plain words.

import { checkList } from './checks.js';
import { button, cut, duration, h, link, many, number, outside, since } from './page.js';

const ROWS = 20;
const ENDED_SHOWN = 5;

/** The steps of both directions: a name, and what it means. */
const STEPS = {
  cut_over: [
    ['freeze', 'Lines first seen of its SKUs wait from now on; all else goes on.'],
    ['drain', 'Orders under way to the monolith are waited for, and what it decides about them.'],
    ['count', 'The monolith is asked for its list of figures.'],
    ['compare', 'The monolith’s list, our ledger and allocation-service have to have the same.'],
    ['switch', 'The routes change. Up to here everything can be as it was before; from here on it cannot.'],
    ['open', 'The products are opened in allocation-service.'],
    ['announce', 'The change is announced, and the shops are sent our figures.'],
    ['settle', 'What the monolith has open of these SKUs is waited for. It fulfils that; you need not do anything.'],
  ],
  roll_back: [
    ['freeze', 'Lines first seen of its SKUs wait from now on; all else goes on.'],
    ['drain', 'Orders under way are waited for, and allocation-service has to place our lines.'],
    ['close', 'The products are closed in allocation-service.'],
    ['tell', 'The monolith is told how many units our lines hold, so that it sets them aside.'],
    ['confirm', 'The figures of the monolith are waited for: they have to show that it has set the units aside.'],
    ['count', 'The monolith is asked for its list of figures.'],
    ['compare', 'The monolith’s list, our ledger and allocation-service have to have the same.'],
    ['switch', 'The routes change. Up to here everything can be as it was before; from here on it cannot.'],
    ['settle', 'What we have open of these SKUs is waited for. We fulfil that; you need not do anything.'],
  ],
};

const OUTCOMES = {
  done: 'done',
  differs: 'ended before its switch: the stocks differ',
  given_up: 'gave up before its switch',
  not_accepted: 'ended before its switch: more would be left behind than was accepted',
  not_passed: 'ended before its switch: a check of the gate held no longer',
  aborted: 'aborted before its switch',
  halted: 'ended by a halt before its switch',
};

const way = each => each.direction ?? 'cut_over';
const isBack = each => way(each) === 'roll_back';
const doing = each => [isBack(each) ? 'Rollback of wave ' : 'Cut-over of wave ', outside(each.wave)];
const isPaused = (each, halt) => halt?.halted && each.switched_at === undefined;

/** As long as routes are older than in allocation-service: nobody can resume before they are adopted. */
const isHaltedByItself = (halt, restored) => halt?.halted && restored?.skus > 0 && halt.by === 'legacy-adapter';

export const beforeSwitch = cutOvers => (cutOvers ?? []).filter(each => each.ended_at === undefined && each.switched_at === undefined);
const isSettling = each => each.ended_at === undefined && each.step === 'settle';

/** One sentence for who listens. */
export function sentence({ cut_overs: all }, halt) {
  const moving = all.filter(each => each.ended_at === undefined && !isSettling(each));
  const said = moving.map(each => {
    const steps = STEPS[way(each)];
    const at = steps.findIndex(([name]) => name === each.step);
    const name = `${isBack(each) ? 'The rollback' : 'The cut-over'} of wave ${each.wave}`;
    return isPaused(each, halt) ? `${name} is paused by the halt.` : `${name} is at step ${at + 1} of ${steps.length}, ${each.step}.`;
  });
  const last = all.find(each => each.ended_at !== undefined || isSettling(each));
  return said.length > 0 ? said.join(' ')
    : halt?.halted ? 'Everything is halted.'
    : last === undefined ? 'No wave was ever cut over.'
    : `No wave is on its way. The last one, ${last.wave}, ${last.switched_at === undefined ? OUTCOMES[last.outcome] ?? last.outcome : isBack(last) ? 'is the monolith’s again' : 'is ours'}.`;
}

/** What is under way, each with its steps, then what settles and what has ended. */
export function running({ cut_overs: all }, halt, restored) {
  const moving = all.filter(each => each.ended_at === undefined && !isSettling(each));
  const settling = all.filter(isSettling);
  const ended = all.filter(each => each.ended_at !== undefined).slice(0, ENDED_SHOWN);
  return [
    halt?.halted && h('p', {}, h('b', {}, 'Halted'), ' by ', outside(halt.by), ' ', since(halt.since), ': ', outside(halt.reason)),
    moving.map(each => card(each, halt)),
    settling.length > 0 && cut(settling, ROWS, 'Switched; the last of it is waited for', [
      ['Wave', each => link(`#cut-over=${each.id}`, outside(each.wave))],
      ['Became', each => isBack(each) ? 'the monolith’s' : 'ours'],
      ['Switched', each => since(each.switched_at)],
      ['Settled', each => `${number(each.settled)} of ${many(each.skus, 'SKU', 'SKUs')}`],
      ['Waits for', each => each.waits_for === undefined ? '' : outside(each.waits_for)],
    ]),
    ended.length > 0 && endedTable(ended),
    h('p', { class: 'buttons' }, isHaltedByItself(halt, restored) ? link('#wrong', 'What ends it') : halt?.halted ? button('resume', 'all', 'Resume …') : button('halt', 'all', 'Halt everything …')),
  ];
}

const endedTable = ended => cut(ended, ENDED_SHOWN, 'The last ones that ended', [
  ['Wave', each => link(`#cut-over=${each.id}`, outside(each.wave))],
  ['What', each => isBack(each) ? 'rollback' : 'cut-over'],
  ['Ended', each => since(each.ended_at)],
  ['Outcome', each => OUTCOMES[each.outcome] ?? each.outcome],
  ['Why', each => each.why === undefined ? '' : outside(each.why)],
]);

function card(each, halt) {
  const steps = STEPS[way(each)];
  const at = steps.findIndex(([name]) => name === each.step);
  const paused = isPaused(each, halt);
  return h('article', { class: 'card', 'aria-label': `${isBack(each) ? 'Rollback' : 'Cut-over'} of wave ${each.wave}` },
    h('h3', {}, doing(each), ` (${many(each.skus, 'SKU', 'SKUs')})`),
    h('ol', { class: 'steps' }, steps.map(([name], number) =>
      h('li', { class: number < at ? 'done' : number === at ? (paused ? 'now paused' : 'now') : undefined, 'aria-current': number === at ? 'step' : undefined },
        name, number < at && h('span', { class: 'unseen' }, ' (done)')))),
    h('p', { class: 'large' }, paused ? 'Paused by the halt: nothing is frozen, and orders go on as before.' : steps[at]?.[1] ?? each.step),
    facts([
      ['At this step since', since(each.step_since)],
      ['It waits for', each.waits_for === undefined ? 'nothing: it is being done' : outside(each.waits_for)],
      each.frozen_at !== undefined && each.switched_at === undefined && ['Frozen', [since(each.frozen_at), ': orders with these SKUs wait']],
      !paused && ['Who does it', lease(each)],
      ['Asked for', [since(each.started_at), ' by ', outside(each.by), ': ', outside(each.reason)]],
      ['What to do', next(each, paused)],
    ]),
    h('p', { class: 'buttons' },
      each.switched_at === undefined && button('abort', `${each.id}`, 'Abort …'),
      link(`#cut-over=${each.id}`, 'Its checks')));
}

function lease(each) {
  if (each.lease_until === undefined || Date.parse(each.lease_until) < Date.now()) return 'nobody now: the lease has run out, and any instance goes on with it';
  return ['an instance of the adapter, whose lease ends ', since(each.lease_until), ' if it is not renewed'];
}

function next(each, paused) {
  if (paused) return 'Find out why it was halted. Then resume, or abort it.';
  if (each.switched_at !== undefined) return 'Nothing: it goes on by itself, whoever dies. It can only be changed back by ' + (isBack(each) ? 'a cut-over.' : 'a rollback.');
  if (each.step === 'tell' || each.step === 'confirm') return 'Where the monolith has no method for it, set the units aside there yourself; then its next figures show it. It gives up by itself when it takes too long.';
  return 'Nothing: it goes on by itself, and gives up by itself when it takes too long. If orders must not wait any longer, abort it.';
}

const facts = pairs => h('dl', {}, pairs.filter(Boolean).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));

/** One of them with all that was found. */
export function detail({ cut_over: each, checks, differences, told }) {
  const outcome = each.ended_at === undefined ? ['at step ', each.step] : OUTCOMES[each.outcome] ?? each.outcome;
  return [
    facts([
      ['State', outcome],
      each.why !== undefined && ['Why', outside(each.why)],
      each.waits_for !== undefined && ['It waits for', outside(each.waits_for)],
      ['Asked for', [since(each.started_at), ' by ', outside(each.by), ': ', outside(each.reason)]],
      each.switched_at !== undefined && ['Switched', since(each.switched_at)],
      ['Settled', `${number(each.settled)} of ${many(each.skus, 'SKU', 'SKUs')}`],
    ]),
    differences.length > 0 && cut(differences, ROWS, 'SKUs of which the stocks differ', [
      ['SKU', row => outside(row.sku)],
      ['Monolith’s list', row => amount(row.listed), 'number'],
      ['Its figure with us', row => amount(row.figure), 'number'],
      ['Our batch', row => [amount(row.sent), row.confirmed ? '' : ', not confirmed'], 'number'],
      ['In allocation-service', row => amount(row.held), 'number'],
    ]),
    told?.length > 0 && cut(told, ROWS, 'What the monolith was told to set aside', [
      ['SKU', row => outside(row.sku)],
      ['Units', row => number(row.units), 'number'],
      ['Sent', row => row.sendings === 0 ? 'somebody has to tell it' : many(row.sendings, 'time', 'times')],
      ['Done', row => row.done_at === undefined ? 'not known' : since(row.done_at)],
      ['Its figure', row => row.figure === undefined ? '' : row.figure < row.expected ? `${number(row.figure)}, and was to be ${number(row.expected)}` : number(row.figure), 'number'],
    ]),
    h('h4', {}, 'Its checks when it began'),
    checkList(way(each), checks),
  ];
}

const amount = value => value === undefined ? 'none' : number(value);

const LONG = 60_000;
const DAY = 24 * 3600_000;

/** What of it belongs among what is wrong. */
export function troubles(cutOvers, halt, restored) {
  const found = [];
  if (halt?.halted && !isHaltedByItself(halt, restored)) {
    found.push({ level: 'soon', what: ['Changes of routes are halted by ', outside(halt.by), ', ', since(halt.since), ': ', outside(halt.reason)],
      next: ['When that is no longer wanted: ', button('resume', 'all', 'Resume …', { 'data-key': 'resume wrong' })] });
  }
  for (const each of cutOvers?.cut_overs ?? []) {
    const age = Date.now() - Date.parse(each.step_since);
    if (each.ended_at === undefined && !isSettling(each) && !isPaused(each, halt) && age > LONG) {
      found.push({ level: each.switched_at === undefined ? 'soon' : 'now', what: [doing(each), ` is at step ${each.step} for ${duration(age / 1000)}. It waits for `, outside(each.waits_for ?? 'nothing that is known'), '.'],
        next: [each.switched_at === undefined ? 'Mend what it waits for, or abort it. ' : 'Mend what it waits for; its products may be closed until then. ', link('#running', 'What is under way')] });
    }
  }
  for (const each of cutOvers?.cut_overs ?? []) {
    if (each.fell_too_far > 0 && Date.now() - Date.parse(each.switched_at) < DAY) {
      found.push({ level: 'soon', what: [doing(each), `: the monolith’s figures of ${many(each.fell_too_far, 'SKU', 'SKUs')} fell further than by what it was told to set aside. It may have done so twice, or sold some meanwhile. Nobody sells what it has set aside too much.`],
        next: ['Compare what it has set aside with what it was told, and have it give back what is too much: its next figure ends it. ', link(`#cut-over=${each.id}`, 'What it was told')] });
    }
  }
  const [last] = cutOvers?.cut_overs ?? [];
  if (last?.ended_at !== undefined && !['done', 'aborted'].includes(last.outcome) && Date.now() - Date.parse(last.ended_at) < DAY) {
    found.push({ level: 'soon', what: [doing(last), ` ${OUTCOMES[last.outcome] ?? last.outcome}, `, since(last.ended_at), ': ', outside(last.why ?? ''), '. Everything is as it was before.'],
      next: ['Mend it, then begin again. ', link(`#cut-over=${last.id}`, 'What was found')] });
  }
  return found;
}
