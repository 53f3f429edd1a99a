// The checks before the routes of a wave change, in words, and as lamps.

import { button, h, link, many, number, outside, since } from './page.js';

const NAMES = {
  halted: 'Halt',
  running: 'Another wave on its way',
  route: 'SKUs that have this route already',
  kept: 'SKUs whose stock we keep',
  epoch: 'Epoch (how often its routes have changed)',
  named_batches: 'Batches reported by reference',
  figures: 'SKUs without a figure of the monolith',
  list: 'Sources without a list of figures',
  doubts: 'Orders in doubt',
  refused_orders: 'Orders that the monolith has refused',
  unconfirmed: 'Commands that the broker has not confirmed',
  quarantine: 'Entries in quarantine',
  orders_read: 'Feeds whose older orders are not known',
  waiting_commands: 'Waiting commands of other teams',
  own_stock: 'Free units in batches of our own',
  stranded: 'Lines without units',
  draining: 'SKUs of which the monolith has open lines',
  to_give_back: 'Units to be given back',
  oversold: 'Units that have left and are lacking',
  compared: 'Compared in shadow',
  in_shadow: 'Time in shadow',
  sample: 'Calls compared',
  worse: 'Comparisons in which we are worse',
  better: 'Better, and not acknowledged',
  unjudged: 'Unjudged calls',
  rehearsed: 'The way back was rehearsed',
  agreement: 'SKUs of which list, ledger and allocation-service differ, or were not compared lately',
  leaks: 'Units of ours that left by another door',
  split_share: 'Orders that the wave would split',
  pull_through_us: 'Feeds by which the monolith has not asked lately',
  open_backorders: 'Lines of the monolith that wait for stock',
  lags: 'What is behind',
};

/** What the adapter's hints say to whoever makes the calls, for who clicks: and where it is done. */
const MENDING = {
  halted: ['somebody has halted everything: resume it first', () => link('#running', 'Who, and why')],
  running: ['one wave at a time: wait until that one has switched or ended, or abort it', () => link('#running', 'What is under way')],
  figures: ['the monolith has reported no figure of these SKUs: import its stock, or take them out of the wave', wave => link(`#${new URLSearchParams({ wave })}`, 'The wave')],
  doubts: ['let the shop send these orders again, or say whether the monolith has them', () => link('#doubts', 'The orders in doubt')],
  refused_orders: ['the monolith has refused these orders, and our lines with them: let the shop send them again, or cancel them', () => link('strangling/refused', 'The orders')],
  unconfirmed: ['wait until the broker has confirmed all commands about these SKUs', () => link('commands/unconfirmed', 'The commands')],
  quarantine: ['redrive or discard these entries', () => link('#quarantine', 'The quarantine')],
  orders_read: ['say since when the adapter has stood in front of these feeds (in-front-since), for an order made before is the monolith’s for good; or, where orders have no date, have all that the shop has read while nothing is ours', () => link('#feeds', 'The feeds')],
  draining: ['the monolith has open lines of these SKUs, and when one is cancelled its units come back with its next figure: wait until it has none', () => link('strangling/draining', 'The SKUs')],
  to_give_back: ['the monolith has set units of these SKUs aside, and they come back with its next figure: have it give them back, and note it', () => link('stock/to-give-back', 'The units')],
  oversold: ['more of these SKUs has left than the monolith has, and its next figure may mend that: have it cancel or buy what it lacks', () => link('stock/oversold', 'The SKUs')],
  compared: ['SKUs that are named are not in shadow, or lost there: shadow the wave, which begins anew for all of it. Where none is named, wait for orders', wave => button('shadow', wave, 'Shadow it …')],
  worse: ['look at each. Mend it, or ignore it for a while, if somebody answers for that. Then shadow the wave once more: what was judged before stays as it is', wave => [pairsLink(wave, 'worse'), ' ', button('shadow', wave, 'Shadow it once more …', { 'data-key': `shadow worse ${wave}` })]],
  better: ['better is different too: look at some, then acknowledge each aspect. That covers what there is by now; what may go on for a while is ignored by a rule', (wave, check) => [pairsLink(wave, 'better'), ...aspects(check).map(aspect => [' ', button('acknowledge', `${aspect} ${wave}`, `Acknowledge ${aspect} …`)])].flat()],
  unjudged: ['see why: what was not compared is no agreement', wave => pairsLink(wave, 'unjudged')],
  rehearsed: ['rehearse the way back, and mend what that finds', wave => button('rehearse', wave, 'Rehearse it …')],
  agreement: ['list, ledger and allocation-service do not have the same of these SKUs, or were not compared at two looks: look at what differs, and mend it by a plan', () => link('#reconciliation', 'Stock that differs')],
  leaks: ['the monolith sells what is ours already through another door: find out where, close it, and settle them', () => link('#leaks', 'The leaks')],
  split_share: ['add SKUs to the wave that are ordered together with its own', wave => link(`#${new URLSearchParams({ affinity: wave })}`, 'Which SKUs to add')],
  pull_through_us: ['the monolith has not asked for its orders by these feeds lately: lead its calls through them, or it may see lines of ours by another way', () => link('#methods', 'What it has called')],
  open_backorders: ['the monolith has accepted these lines and has no stock for them: it would serve them from what comes in for us. Let it serve or cancel them first', wave => link(`#${new URLSearchParams({ pairs: 'of', aspect: 'outcome', wave })}`, 'What it has said of which order')],
  lags: ['what waits to be looked at or to be fed to the shadow has waited for too long: see whether the shadow and the adapter’s database are there', () => link('#parity', 'The shadow')],
};

/** The aspects that a check names: "day 2, outcome 1 more than the 3 acknowledged (LAMP)". */
const aspects = check => [...new Set([...check.value.matchAll(/(?:^|, )(taken|outcome|day|despatch|figure) \d/g)].map(found => found[1]))];

const pairsLink = (wave, verdict) => link(`#${new URLSearchParams({ pairs: 'of', verdict, wave })}`, 'See them');

const todo = check => check.hint && (MENDING[check.check]?.[0] ?? check.hint);

/** What a person may accept instead of mending it. */
const ACCEPTED = {
  cut_over: {
    waiting_commands: count => `${many(count, 'waiting command', 'waiting commands')} of other teams ${count === 1 ? 'is' : 'are'} taken up when the products are opened`,
  },
  roll_back: {
    waiting_commands: count => `${many(count, 'waiting command', 'waiting commands')} of other teams ${count === 1 ? 'goes' : 'go'} on waiting`,
    own_stock: count => `${many(count, 'free unit', 'free units')} in batches of our own ${count === 1 ? 'stays' : 'stay'} with us, and nobody sells them`,
    stranded: count => `${many(count, 'line', 'lines')} ${count === 1 ? 'stays' : 'stay'} without units as long as the monolith has the product`,
  },
};

/** The adapter's hints about what may be accepted are for who makes the calls; these are for who ticks. */
const ACCEPTING = {
  waiting_commands: 'accept them if that is right, or let their senders withdraw them',
  own_stock: 'accept them if that is right; otherwise sell or move them first',
  stranded: 'accept them if that is right, or have them cancelled: ours in the shop, those of other teams by whoever has ordered them',
};

const holds = check => check.hint === undefined;

/** Of checks: those that hold, those that somebody may accept, and those that are to be mended. */
export function sorted(direction, checks) {
  const may = ACCEPTED[direction] ?? {};
  const red = checks.filter(check => !holds(check));
  return {
    green: checks.filter(holds),
    mend: red.filter(check => may[check.check] === undefined),
    accept: red.filter(check => may[check.check] !== undefined).map(check => {
      const count = parseInt(check.value, 10);
      return { ...check, hint: ACCEPTING[check.check], name: `accept_${check.check.replace('_commands', '')}`, number: count, words: `I accept that ${may[check.check](count)}.` };
    }),
  };
}

export const checkName = check => NAMES[check.check] ?? check.check.replaceAll('_', ' ');

/** A check with its value, its limit, since when it is so, and what to do about it; for a wave with where that is done. */
function row(check, kind, word, wave) {
  return h('li', {}, h('span', { class: `lamp ${kind}`, role: 'img', 'aria-label': word }),
    h('div', {},
      h('p', {}, h('b', {}, checkName(check)), ': ', outside(check.value), kind !== 'accept' && check.limit !== check.value && h('span', { class: 'quiet' }, ' (has to be ', outside(check.limit), ')'),
        check.since && h('span', { class: 'quiet' }, ', since ', since(check.since))),
      check.hint && h('p', { class: 'quiet' }, capital(todo(check)), '.'),
      check.hint && wave !== undefined && MENDING[check.check] && h('p', {}, MENDING[check.check][1](wave, check))));
}

const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** All of them, what is to be mended first; those that hold are folded up. Of a wave it is said where to mend it. */
export function checkList(direction, checks, wave) {
  const { green, mend, accept } = sorted(direction, checks);
  return h('div', { class: 'checks' },
    mend.length + accept.length > 0 && h('ul', { role: 'list' }, mend.map(check => row(check, 'mend', 'to be mended', wave)), accept.map(check => row(check, 'accept', 'to be accepted'))),
    green.length > 0 && h('details', { open: mend.length + accept.length === 0 && green.length < 5 },
      h('summary', {}, `${many(green.length, 'check holds', 'checks hold')}`),
      h('ul', { role: 'list' }, green.map(check => row(check, 'holds', 'holds')))));
}

/** Lamps of all, and the worst hint in words. */
export function lamps(direction, checks) {
  const { green, mend, accept } = sorted(direction, checks);
  const worst = mend[0] ?? accept[0];
  const mending = new Set(mend.map(check => check.check));
  const label = [`${number(green.length)} of ${many(checks.length, 'check holds', 'checks hold')}`,
    mend.length > 0 && `to be mended: ${mend.map(checkName).join(', ')}`,
    accept.length > 0 && `to be accepted: ${accept.map(checkName).join(', ')}`].filter(Boolean).join('; ');
  return [
    h('span', { class: 'lamps', role: 'img', 'aria-label': label, title: label }, checks.map(check =>
      h('span', { class: `lamp ${holds(check) ? 'holds' : mending.has(check.check) ? 'mend' : 'accept'}` }))),
    h('p', { class: 'quiet' }, worst === undefined ? 'All checks hold.'
      : [h('b', {}, checkName(worst)), ': ', outside(worst.value), mend.length + accept.length > 1 ? ` (and ${many(mend.length + accept.length - 1, 'more', 'more')})` : '', '. ', capital(todo(worst)), '.']),
  ];
}
