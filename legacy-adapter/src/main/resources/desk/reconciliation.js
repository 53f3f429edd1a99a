// Reconciliation: stock of which the monolith's list, the ledger and allocation-service have not the same, and plans to mend it.

import { button, cut, h, link, many, number, outside, since } from './page.js';

const ROWS = 20;

/** Units, and the day on which they are expected. */
const dated = (value, day) => [units(value), day === undefined ? '' : ` on ${day}`].join('');

const units = value => value === undefined ? 'nothing' : number(value);

/** What differs, and the plans that were made. */
export function reconciliation({ looked_at: looked, stocks, differ, counts, units: risk, differences }, { plans }) {
  const open = plans.filter(each => each.applied_at === undefined);
  return [
    h('p', {}, looked === undefined ? 'It was not compared yet.'
      : differ === 0 ? [`List, ledger and allocation-service have the same of ${many(stocks, 'figure', 'figures')}, compared `, since(looked), '.']
      : [h('b', {}, `${number(differ)} of ${many(stocks, 'figure', 'figures')} ${differ === 1 ? 'differs' : 'differ'}, ${many(risk, 'unit is', 'units are')} at risk`), `; ${number(counts)} still did at a second look. Compared `, since(looked), '.']),
    differences.length > 0 && cut(differences, ROWS, 'What differs, by units at risk', [
      ['SKU', each => outside(each.sku)],
      ['Batch', each => each.batchref === undefined ? '' : outside(each.batchref)],
      ['Units at risk', each => number(each.units), 'number'],
      ['Whose', each => each.route === 'new' ? 'ours' : 'the monolith’s'],
      ['Wave', each => each.wave === undefined ? '' : outside(each.wave)],
      ['In its list', each => each.unclear === undefined ? dated(each.listed, each.listed_eta) : each.unclear, 'number'],
      ['As reported', each => units(each.figure), 'number'],
      ['Our batch', each => [dated(each.sent, each.eta), each.confirmed ? '' : ' (not confirmed)'].join(''), 'number'],
      ['allocation-service', each => dated(each.held, each.held_eta), 'number'],
      ['Since', each => [since(each.since), each.counts ? '' : '; one look only'].flat()],
    ]),
    h('p', {}, counts > 0 && button('make-plan', 'all', 'Make a plan to mend it …')),
    plans.length > 0 && cut(plans, ROWS, 'Plans', [
      ['Plan', each => h('a', { href: `#plan=${each.id}`, 'data-key': `plan ${each.id}` }, `Plan ${each.id}`)],
      ['Made', each => [since(each.made_at), ' by ', outside(each.made_by), ': ', outside(each.made_for)]],
      ['Steps', each => number(each.steps.length), 'number'],
      ['Applied', each => applied(each)],
      ['What you can do', each => open.includes(each) && button('apply-plan', String(each.id), 'Read and apply it …', { 'aria-label': `Read and apply plan ${each.id} …` })],
    ]),
  ];
}

const applied = plan => plan.applied_at ? [since(plan.applied_at), ' by ', outside(plan.applied_by), ': ', outside(plan.applied_for)]
  : plan.applied_by ? ['begun by ', outside(plan.applied_by), ', and not at its end: apply it once more'] : 'not yet';

const ACTIONS = { take_in: 'take in the figure of its list', send_again: 'send the batch again', call: 'call somebody: nothing is done by itself' };

/** The steps of a plan, as somebody reads it before it is applied. */
export const steps = plan => cut(plan.steps, 1000, 'Steps', [
  ['SKU', each => outside(each.sku)],
  ['Batch', each => each.batchref === undefined ? '' : outside(each.batchref)],
  ['What is done', each => ACTIONS[each.action] ?? each.action],
  ['Why', each => outside(each.why)],
  ['Units', each => number(each.units), 'number'],
  ['In its list', each => units(each.listed), 'number'],
  ['As reported', each => units(each.figure), 'number'],
  ['Our batch', each => units(each.sent), 'number'],
  ['allocation-service', each => units(each.held), 'number'],
]);

/** A plan by itself. */
export const planDetail = plan => [
  h('p', {}, 'Made ', since(plan.made_at), ' by ', outside(plan.made_by), ': ', outside(plan.made_for), '. Applied: ', applied(plan), '.'),
  steps(plan),
  h('p', { class: 'buttons' }, plan.applied_at === undefined && button('apply-plan', String(plan.id), 'Apply it …', { 'data-key': `apply-plan detail ${plan.id}` }), link('#reconciliation', 'Close')),
];
