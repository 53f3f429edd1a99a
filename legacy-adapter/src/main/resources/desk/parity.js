// Parity: whether the shadow decides as the monolith does, in bars and in words.

import { button, cut, duration, h, link, many, number, outside, since, table } from './page.js';

const ROWS = 20;

/** What is compared, in this order. */
const ASPECTS = {
  taken: 'whether the line is accepted',
  outcome: 'whether it has stock or has to wait',
  day: 'on which day its units are there',
  despatch: 'how many units have left',
  figure: 'how many units are free at rest',
};

/** What may come of it, as the bars have it from the left: first what a person has to look at. */
const VERDICTS = ['worse', 'better', 'unjudged', 'follow_on', 'ignored', 'race', 'same'];

const word = verdict => verdict.replace('_', '-');
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** How much of the whole a bar shows: what differs is mostly so little that nobody would see it. */
const LENSES = [0.01, 0.05, 0.2, 1];

/** A share in percent, with as many digits as tell something. */
export function percent(share) {
  const value = 100 * share;
  return value === 0 ? '0\u00a0%' : value < 0.01 ? 'less than 0.01\u00a0%' : `${value.toLocaleString('en', { maximumSignificantDigits: value < 10 ? 2 : 3 })}\u00a0%`;
}

/** The address of the pairs of one kind. */
export const pairsPath = query => `#${new URLSearchParams(Object.entries({ pairs: 'of', ...query }).filter(([, value]) => value !== undefined && value !== ''))}`;

/** How the shadow is, in one sentence. */
export function shadowWords(shadow) {
  if (!shadow.configured) return 'No shadow is configured: nothing is compared before a cut-over.';
  if (shadow.refused) return ['The shadow is never fed: ', outside(shadow.refused), '.'];
  const { based, lost } = shadow.skus;
  const there = `${many(based, 'SKU is', 'SKUs are')} in shadow${lost > 0 ? `, ${number(lost)} ${lost === 1 ? 'is' : 'are'} lost there` : ''}`;
  if (!shadow.connected) return `${there}; this instance is not connected to the shadow. Orders go on as ever.`;
  const behind = shadow.waiting > 0 ? `${many(shadow.waiting, 'change waits', 'changes wait')} to be fed, the first for ${duration(shadow.waiting_seconds)}`
    : shadow.undecided > 0 ? `it has to decide about ${many(shadow.undecided, 'change', 'changes')}, the first for ${duration(shadow.undecided_seconds)}`
    : 'it is not behind';
  return `${there}; ${behind}.`;
}

/** All of it: how the shadow is, the bars, what hangs on it, and the rules. A wave, or all of them. */
export function parity({ shadow, parity: found, causes, rules }, wave, order) {
  const aspects = found.aspects.map(each => ({ ...each, all: Object.values(each.verdicts).reduce((sum, count) => sum + count, 0) }));
  const known = aspects.filter(each => each.all > 0);
  const written = (rules?.rules ?? []).filter(rule => wave === '' || rule.wave === undefined || rule.wave === wave);
  const lost = shadow.lost.filter(each => wave === '' || each.wave === wave);
  if (!shadow.configured && known.length === 0 && !written.some(rule => rule.in_force)) return h('p', {}, shadowWords(shadow));
  return [
    h('p', {}, h('b', {}, shadowWords(shadow)), found.waiting > 0 && ` ${many(found.waiting, 'call or figure waits', 'calls and figures wait')} to be judged.`),
    wave !== '' && h('p', { class: 'buttons' },
      shadow.configured && button('shadow', wave, ['Shadow ', outside(wave), ' …']),
      button('unshadow', wave, 'End its shadow …', { 'aria-label': `End the shadow of ${wave} …` }),
      button('rehearse', wave, 'Rehearse the way back …', { 'aria-label': `Rehearse the way back of ${wave} …` }),
      link(`#${new URLSearchParams({ shadowed: wave })}`, 'Its SKUs in shadow'),
      link(`#${new URLSearchParams({ affinity: wave })}`, 'Orders that it would split')),
    known.map(each => aspect(each, found, wave)),
    known.length < aspects.length && h('p', { class: 'quiet' }, known.length === 0 ? 'Nothing was compared yet, which is no agreement.' : `Nothing was compared yet: ${aspects.filter(each => each.all === 0).map(each => each.aspect).join(', ')}.`),
    known.length > 0 && h('p', { class: 'quiet' }, noise(found)),
    lost.length > 0 && cut(lost, ROWS, 'Lost in shadow: shadow them once more when the cause is mended', [
      ['SKU', each => outside(each.sku)], ['Wave', each => outside(each.wave)], ['Why', each => outside(each.why)], ['Since', each => since(each.since)]]),
    causes && causesView(causes, wave, order),
    rulesView(written, wave),
  ];
}

/** The part of all verdicts that only the clock explains: races, and what our own decisions differ from themselves. */
const floorOf = ({ verdicts, all }, found) => Math.min(1, (verdicts.race ?? 0) / all + (found.noise?.calls > 0 ? found.noise.differences / found.noise.calls : 0));

function aspect(each, found, wave) {
  const { aspect: name, verdicts, all } = each;
  const floor = floorOf(each, found);
  const words = sentence(each, floor);
  const shares = VERDICTS.map(verdict => [verdict, (verdicts[verdict] ?? 0) / all]).filter(([, share]) => share > 0);
  return h('div', { class: 'aspect', role: 'group', 'aria-label': capital(name) },
    h('h3', {}, capital(name), h('span', { class: 'quiet' }, `: ${ASPECTS[name]}`)),
    h('p', {}, words),
    rates(shares, floor, `${capital(name)}: ${shares.map(([verdict, share]) => `${word(verdict)} ${percent(share)}`).join(', ')}; the noise floor is ${percent(floor)}`),
    h('ul', { class: 'verdicts', role: 'list' }, shares.map(([verdict, share]) => h('li', {},
      h('span', { class: `mark ${verdict}`, 'aria-hidden': 'true' }),
      h('a', { href: pairsPath({ verdict, aspect: name, wave }), 'data-key': `pairs ${name} ${verdict}` }, `${word(verdict)} ${number(verdicts[verdict])}`),
      h('span', { class: 'quiet' }, ` ${percent(share)}`)))),
    wave !== '' && verdicts.better > 0 && h('p', {}, button('acknowledge', `${name} ${wave}`, `Acknowledge what is better in ${name} …`)));
}

function sentence({ verdicts, all }, floor) {
  const { worse = 0, better = 0, unjudged = 0 } = verdicts;
  const compared = all - unjudged;
  const unknown = unjudged === 0 ? '' : ` ${many(unjudged, 'call is', 'calls are')} unjudged (${percent(unjudged / all)}), which is no agreement.`;
  if (compared === 0) return `Nothing was compared.${unknown}`;
  const differ = worse + better;
  const share = differ / all;
  const stands = differ === 0 ? `In ${many(compared, 'comparison', 'comparisons')} nothing differs without an explanation; the noise floor is ${percent(floor)}.`
    : `Of ${many(compared, 'comparison', 'comparisons')} ${number(worse)} ${worse === 1 ? 'is' : 'are'} worse and ${number(better)} better, which nothing explains: ${percent(share)}, ${share > floor ? 'above' : share < floor ? 'below' : 'just at'} the noise floor of ${percent(floor)}.`;
  return stands + unknown;
}

/** The bar: parts side by side, and a line up to which what differs is no more than noise. */
function rates(shares, floor, label) {
  const differing = shares.filter(([verdict]) => verdict !== 'same').reduce((sum, [, share]) => sum + share, 0);
  const lens = LENSES.find(each => each >= 1.1 * Math.max(differing, floor)) ?? 1;
  const part = ([verdict, share]) => {
    const element = h('span', { class: verdict });
    if (verdict !== 'same') element.style.width = `${100 * share / lens}%`;
    return element;
  };
  const line = h('span', { class: 'floor' });
  line.style.left = `${100 * floor / lens}%`;
  return h('div', { class: 'rates', role: 'img', 'aria-label': label },
    h('div', { class: 'parts' }, shares.map(part)), line,
    h('p', { class: 'axis' }, h('span', {}, '0'), h('span', {}, h('span', { class: 'floor-mark' }), `noise floor ${percent(floor)}`), h('span', {}, lens === 1 ? '100 %' : `${percent(lens)} of all`)));
}

const noise = ({ noise: run }) => ['The noise floor is the share of races', run === undefined ? '; our own decisions were never compared with themselves.'
  : [`, and of our own decisions that differ from themselves: ${number(run.differences)} of ${number(run.calls)}, `, since(run.at), ' by ', outside(run.by), '.']].flat();

const ORDERS = { verdicts: 'By how many', units: 'By units at risk' };

function causesView({ looked, whole, causes, skus }, wave, order) {
  if (causes.length === 0) return [];
  const sorted = [...causes].sort((one, other) => other[order] - one[order] || other.verdicts - one.verdicts);
  return [
    h('h3', {}, 'Causes'),
    h('p', { class: 'buttons', role: 'group', 'aria-label': 'Order of the causes' }, Object.entries(ORDERS).map(([name, text]) =>
      h('button', { type: 'button', 'data-order': name, 'data-key': `order ${name}`, 'aria-pressed': String(name === order) }, text)),
    !whole && h('span', { class: 'quiet' }, `The latest ${number(looked)} were looked at.`)),
    cut(sorted, ROWS, 'What differs, by what it looks like', [
      ['What', each => h('a', { href: pairsPath({ verdict: each.verdict, aspect: each.aspect, wave }) }, `${word(each.verdict)}, ${each.aspect}`)],
      ['The monolith', each => outside(each.monolith)],
      ['We, in shadow', each => outside(each.ours)],
      ['Why', each => outside(each.why)],
      ['How many', each => number(each.verdicts), 'number'],
      ['SKUs', each => number(each.skus), 'number'],
      ['Units at risk', each => number(each.units), 'number'],
      ['Last', each => since(each.latest)],
    ]),
    h('h3', {}, 'Stock at risk'),
    cut(skus, ROWS, 'Units of order lines of which something differs, by SKU', [
      ['SKU', each => h('a', { href: pairsPath({ sku: each.sku }) }, outside(each.sku))],
      ['Units', each => number(each.units), 'number'],
      ['Lines', each => number(each.lines), 'number'],
      ['Worse', each => number(each.worse), 'number'],
      ['Better', each => number(each.better), 'number'],
      ['Unjudged', each => number(each.unjudged), 'number'],
      ['Follow-on', each => number(each.follow_on), 'number'],
    ]),
  ];
}

const where = rule => {
  const fields = [rule.wave && ['wave ', outside(rule.wave)], rule.sku && ['SKU ', outside(rule.sku)], rule.shop && ['shop ', outside(rule.shop)]].filter(Boolean);
  return fields.length === 0 ? ['everywhere'] : fields.flatMap((field, at) => at === 0 ? field : [', ', ...field]);
};

function rulesView(rules, wave) {
  const sorted = [...rules].sort((one, other) => Number(other.in_force) - Number(one.in_force));
  return [
    h('h3', {}, 'Rules'),
    rules.length === 0 ? h('p', {}, 'Nothing is ignored.') : cut(sorted, ROWS, 'What is ignored', [
      ['Ignores', rule => [`${rule.verdict} in ${rule.aspect}, `, where(rule)].flat(2)],
      ['Who answers', rule => outside(rule.owner)],
      ['Why', rule => outside(rule.reason)],
      ['Ends', rule => rule.in_force ? since(rule.expires_at) : rule.ended_at ? ['ended by ', outside(rule.ended_by), ', ', since(rule.ended_at)] : ['over, ', since(rule.expires_at)]],
      ['Hits', rule => number(rule.hits), 'number'],
      ['What you can do', rule => rule.in_force && button('end-rule', String(rule.id), 'End it …', { 'aria-label': `End rule ${rule.id} …` })],
    ]),
    h('p', {}, button('rule', JSON.stringify({ wave }), 'Ignore something for a while …')),
  ];
}

/** From when a call was under way, and for how long. */
function interval({ began_at: began, ended_at: ended }) {
  if (!began) return [];
  const took = Date.parse(ended) - Date.parse(began);
  return [since(began), Number.isFinite(took) ? `, for ${took < 10_000 ? `${number(took)} ms` : duration(took / 1000)}` : ''];
}

const canBeIgnored = each => each.aspect !== 'taken' && (each.verdict === 'better' || each.verdict === 'worse');

/** Both sides of each, beside each other. */
export const pairTable = (caption, verdicts) => table(caption, [
  ['SKU', each => outside(each.sku)],
  ['The monolith', each => h('b', {}, outside(each.monolith))],
  ['We, in shadow', each => h('b', {}, outside(each.ours))],
  ['Verdict', each => [`${word(each.verdict)}, ${each.aspect}`, each.otherwise && `; without its rule ${each.otherwise}`, each.why !== '' && [': ', outside(each.why)]].flat().filter(Boolean)],
  ['When', each => [interval(each), h('p', { class: 'quiet' }, each.looked_at ? ['differed at a first look ', since(each.looked_at), ', and at a second ', since(each.at)] : ['judged ', since(each.at)])].flat()],
  ['Order', each => each.order === '' ? '' : [outside(each.order), ' line ', outside(each.lineid), each.revision > 1 ? `, change ${number(each.revision)}` : '']],
  ['What you can do', each => canBeIgnored(each) && button('rule', JSON.stringify({ aspect: each.aspect, verdict: each.verdict, wave: each.wave, sku: each.sku }), 'Ignore it …',
    { 'data-key': `rule ${each.id}`, 'aria-label': `Ignore ${each.verdict} in ${each.aspect} of ${each.sku} …` })],
], verdicts);

/** A page of pairs: what was asked for, and what follows. */
export function pairs({ verdicts, next }, query) {
  const { verdict, aspect: name, wave, sku, after } = query;
  const of = [verdict && word(verdict), name && `in ${name}`, wave && `of wave ${wave}`, sku && `of SKU ${sku}`].filter(Boolean).join(' ');
  const all = `strangling/parity/verdicts?${new URLSearchParams(Object.entries({ verdict, aspect: name, wave, sku, current: 'true', limit: '1000' }).filter(([, value]) => value))}`;
  return [
    verdicts.length === 0 ? h('p', {}, 'There is none any more, since its SKU was based in shadow.')
      : pairTable(h('span', {}, `${number(verdicts.length)}${next === undefined ? '' : ' and more'} `, outside(of), after ? ', after the page before' : ', the oldest first'), verdicts),
    verdict === 'better' && name && wave && verdicts.length > 0 && h('p', {}, button('acknowledge', `${name} ${wave}`, `Acknowledge what is better in ${name} …`, { 'data-key': 'acknowledge pairs' })),
    h('p', {},
      next !== undefined && [link(pairsPath({ ...query, after: String(next) }), 'Next page'), ' · '],
      after && [link(pairsPath({ ...query, after: undefined }), 'First page'), ' · '],
      link(all, 'As a table for a spreadsheet'), ' · ', link('#parity', 'Close')),
  ];
}

const STATES = { based: 'in shadow', lost: 'lost', ended: 'ended' };

/** A page of the SKUs of a wave, as they are in shadow. */
export const shadowed = ({ wave, skus, next }, after) => [
  table(after === '' ? many(skus.length, 'SKU', 'SKUs') : `${many(skus.length, 'SKU', 'SKUs')} after the page before`, [
    ['SKU', each => outside(each.sku)],
    ['State', each => each.state === undefined ? 'never in shadow' : STATES[each.state] ?? each.state],
    ['Why', each => each.why === undefined ? '' : outside(each.why)],
    ['Based', each => each.based_at ? [since(each.based_at), each.basing > 1 ? `, ${number(each.basing)} times so far` : ''] : ''],
    ['Figure', each => each.figure === undefined ? '' : number(each.figure), 'number'],
    ['Units in shadow', each => each.batch === undefined ? '' : number(each.batch), 'number'],
  ], skus),
  h('p', {},
    next !== undefined && [link(`#${new URLSearchParams({ shadowed: wave, after: next })}`, 'Next page'), ' · '],
    after !== '' && [link(`#${new URLSearchParams({ shadowed: wave })}`, 'First page'), ' · '],
    link('#parity', 'Close')),
];

/** How many orders a wave would split, and which SKUs to take over with it. */
export const affinity = ({ wave, days, orders, split_now: now, split, split_percent: share, add }) => [
  h('p', {}, orders === 0 ? `No order was first seen in the last ${many(days, 'day', 'days')}.`
    : `Of ${many(orders, 'order', 'orders')} of the last ${many(days, 'day', 'days')} ${number(now)} ${now === 1 ? 'has' : 'have'} SKUs of both now; with this wave ${number(split)} would (${number(share)}\u00a0%).`),
  add.length === 0 ? h('p', {}, 'No single SKU more would lower that.') : cut(add, ROWS, 'SKUs to add to the wave, each the best next', [
    ['SKU', each => outside(each.sku)],
    ['Split orders then', each => number(each.split), 'number'],
    ['Percent', each => `${number(each.split_percent)}\u00a0%`, 'number'],
  ]),
  add.length > 0 && h('p', {}, button('add-skus', wave, 'Add the first of them …')),
  h('p', {}, link('#parity', 'Close')),
];
