// What a person does about the shadow, about what differs there, and about leaks.

import { checkList } from './checks.js';
import { get, Refusal, send } from './ask.js';
import { open, SIGNED } from './dialog.js';
import { cut, h, many, number, outside } from './page.js';
import { pairTable } from './parity.js';
import { steps } from './reconciliation.js';

const ROWS = 20;
const DAY = 86_400_000;
/** The clocks of the browser and of the database are not the same. */
const CLOCKS = 300_000;

const wavePath = (wave, what) => `strangling/waves/${encodeURIComponent(wave)}/${what}`;

/** How many SKUs of a wave are in which state, of the first thousand. */
async function states(wave) {
  const { skus, next } = await get(wavePath(wave, 'shadow?limit=1000'));
  const count = state => skus.filter(each => each.state === state).length;
  return `${next === undefined ? '' : 'Of the first 1,000 SKUs: '}${number(count('based'))} of ${many(skus.length, 'SKU is', 'SKUs are')} in shadow now, ${number(count('lost'))} lost.`;
}

function shadow(wave, after) {
  open({
    key: `shadow ${wave}`, title: `Shadow wave ${wave}`, verb: 'Shadow it',
    look: async () => ({
      said: await states(wave),
      content: [
        h('p', {}, 'From now on the shadow decides about the orders of these SKUs too, and is compared with the monolith. Customers and shops notice nothing of it.'),
        h('p', {}, 'Each SKU begins with the monolith’s figure of now, those again that are in shadow already: what was compared of them before does not count any more.')],
    }),
    act: async typed => {
      try {
        return await send('POST', wavePath(wave, 'shadow'), typed);
      } catch (failure) {
        const { refused_skus: refused, refused: count } = failure.problem ?? {};
        if (refused === undefined) throw failure;
        throw new Refusal(`${many(count, 'SKU', 'SKUs')} cannot be in shadow: ${refused.slice(0, 5).map(each => `${each.sku} (${each.hint})`).join(', ')}${count > 5 ? ' and more' : ''}`, failure.status);
      }
    },
    done: ({ skus }) => after('parity', `${many(skus, 'SKU is', 'SKUs are')} in shadow from now on.`),
  });
}

function unshadow(wave, after) {
  open({
    key: `unshadow ${wave}`, title: `End the shadow of wave ${wave}`, verb: 'End it',
    look: async () => ({
      said: await states(wave),
      content: [h('p', {}, 'The shadow decides about these SKUs no more, and what was compared stays to be read. The wave does not pass the gate before it is shadowed anew.')],
    }),
    act: typed => send('POST', wavePath(wave, 'unshadow'), typed),
    done: ({ skus }) => after('parity', `The shadow of ${many(skus, 'SKU', 'SKUs')} has ended.`),
  });
}

function rehearse(wave, after) {
  open({
    key: `rehearsal ${wave}`, title: `Rehearse the way back of wave ${wave}`, verb: 'Rehearse it', still: true,
    look: async () => ({
      said: '', content: h('p', {}, 'All is looked at that a rollback would look at, as if these SKUs were ours. Nothing is changed, and nobody is told anything; it is noted that it was rehearsed, and whether it passed.'),
    }),
    act: typed => send('POST', wavePath(wave, 'rehearsal'), typed),
    done: found => {
      after('parity', found.passed ? 'The way back was rehearsed, and passed.' : 'The way back was rehearsed, and did not pass.');
      if (!found.passed) rehearsed(wave, found);
    },
  });
}

/** What a rehearsal has found. */
function rehearsed(wave, { red }) {
  open({
    key: `rehearsed ${wave}`, title: `The way back of wave ${wave} is not open`, verb: '', still: true, fields: [],
    look: async () => ({
      said: `${many(red.length, 'check does', 'checks do')} not hold: mend what is named, then rehearse it again.`,
      content: checkList('roll_back', red), ready: false,
    }),
  });
}

function acknowledge(of, after) {
  const [aspect, wave] = [of.slice(0, of.indexOf(' ')), of.slice(of.indexOf(' ') + 1)];
  open({
    key: `acknowledge ${of}`, title: `Acknowledge what is better in ${aspect}, wave ${wave}`, verb: 'Acknowledge it',
    look: async () => {
      const query = new URLSearchParams({ wave, aspect, verdict: 'better', current: 'true', limit: '10' });
      const { verdicts, next } = await get(`strangling/parity/verdicts?${query}`);
      return {
        said: 'Better is different too: look at some of them.',
        content: [
          pairTable(next === undefined ? many(verdicts.length, 'of them', 'of them') : `The first ${number(verdicts.length)}`, verdicts),
          h('p', {}, 'Perhaps the monolith knows something that we do not. This covers what there is of it by now, SKU by SKU: one more keeps the wave back again. If that may go on for a while, ignore it by a rule.')],
      };
    },
    act: typed => send('POST', wavePath(wave, 'acknowledge'), { ...typed, aspect }),
    done: ({ better }) => after('parity', `${number(better)} better in ${aspect}: acknowledged.`),
  });
}

/** A rule, filled in as far as it is known what it is for. */
function rule(of, after) {
  const known = JSON.parse(of);
  open({
    key: `rule ${of}`, title: 'Ignore something for a while', verb: 'Ignore it', still: true,
    look: async () => ({
      said: '', content: [
        h('p', {}, 'Differences of this kind that are judged from now on do not keep a wave back; what was judged before stays as it is. Shadow its SKUs once more to have them begin anew.'),
        h('p', {}, 'When the rule is over, all that it has ignored counts again. Whether a line is taken cannot be ignored.')],
    }),
    fields: [
      { name: 'aspect', label: 'In what?', choices: ['outcome', 'day', 'despatch', 'figure'], value: known.aspect },
      { name: 'verdict', label: 'What?', choices: ['worse', 'better'], value: known.verdict },
      { name: 'wave', label: 'Only of this wave', value: known.wave, required: false },
      { name: 'sku', label: 'Only of this SKU', value: known.sku, required: false },
      { name: 'shop', label: 'Only of this shop', value: known.shop, required: false },
      { name: 'expires_at', label: 'For how many days?', hint: '30 at most', type: 'number', min: '1', max: '30', step: '1', value: '7' },
      ...SIGNED(),
    ],
    act: ({ expires_at: days, ...typed }) => send('POST', 'strangling/rules', {
      ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== '')),
      expires_at: new Date(Date.now() + Number(days) * DAY - CLOCKS).toISOString(),
    }),
    done: ({ id }) => after('parity', `Rule ${id} is in force.`),
  });
}

function endRule(id, after) {
  open({
    key: `end-rule ${id}`, title: `End rule ${id}`, verb: 'End it', still: true,
    look: async () => ({ said: '', content: h('p', {}, 'What it has ignored counts again, at once, and keeps its wave back.') }),
    act: typed => send('DELETE', `strangling/rules/${encodeURIComponent(id)}`, typed),
    done: () => after('parity', `Rule ${id} is over.`),
  });
}

function settleLeak(id, after) {
  open({
    key: `settle ${id}`, title: `Settle leak ${id}`, verb: 'Settle it', still: true,
    look: async () => ({
      said: '', content: [
        h('p', {}, 'Ask what happened to the SKU in the monolith at that time: somebody may have sold it by telephone or at a counter, counted stock, or taken a unit for repair.'),
        h('p', {}, 'Nothing is mended by settling it: the units are gone, and the figure says so. It stays in the list, with who has found out what.')],
    }),
    act: typed => send('POST', `strangling/leaks/${encodeURIComponent(id)}/settle`, typed),
    done: () => after('leaks', 'It is settled.'),
  });
}

const PAGE = 1000;

async function skusOf(wave) {
  const all = [];
  for (let after = ''; after !== undefined;) {
    const page = await get(`strangling/waves/${encodeURIComponent(wave)}?limit=${PAGE}&after=${encodeURIComponent(after)}`);
    all.push(...page.routes.map(each => each.sku));
    after = page.next;
  }
  return all;
}

/** Adds to a wave what is ordered together with its SKUs. */
function addSkus(wave, after) {
  const seen = {};
  open({
    key: `add ${wave}`, title: `Add SKUs to wave ${wave}`, verb: 'Add them',
    look: async () => {
      const { add, split } = await get(wavePath(wave, 'affinity'));
      seen.add = add.map(each => each.sku);
      return {
        said: add.length === 0 ? 'No single SKU more would lower the number of split orders.' : `${many(split, 'order', 'orders')} would be split as it is.`,
        content: add.length > 0 && cut(add, ROWS, 'SKUs to add, each the best next', [
          ['SKU', each => outside(each.sku)], ['Split orders then', each => number(each.split), 'number']]),
        ready: add.length > 0,
      };
    },
    fields: [{ name: 'count', label: 'How many, from the top?', type: 'number', min: '1', step: '1', value: '1' }],
    act: async ({ count }) => {
      const adding = seen.add.slice(0, Number(count));
      const skus = [...new Set([...await skusOf(wave), ...adding])];
      await send('PUT', `strangling/waves/${encodeURIComponent(wave)}`, { skus });
      return adding.length;
    },
    done: count => after('waves', `${many(count, 'SKU was', 'SKUs were')} added to wave ${wave}. Shadow the wave once more, so that these are compared too.`),
  });
}

function makePlan(_, after) {
  open({
    key: 'make-plan', title: 'Make a plan to mend what differs', verb: 'Make it', still: true,
    look: async () => ({
      said: '', content: h('p', {}, 'It is compared anew, and what differs at a second look gets a step that mends it. The plan is stored and nothing is done: you read it, and have it applied.'),
    }),
    act: typed => send('POST', 'strangling/reconciliation/plans', typed),
    done: plan => plan === undefined ? after('reconciliation', 'Nothing differs at a second look: there is no plan to make.')
      : after('reconciliation', `Plan ${plan.id} has ${many(plan.steps.length, 'step', 'steps')}. Nothing was done yet.`, `plan=${plan.id}`),
  });
}

function applyPlan(id, after) {
  open({
    key: `apply-plan ${id}`, title: `Apply plan ${id}`, verb: 'Apply it',
    look: async () => {
      const plan = await get(`strangling/reconciliation/plans/${encodeURIComponent(id)}`);
      const calls = plan.steps.filter(each => each.action === 'call').length;
      return {
        said: plan.applied_at ? 'It was applied already.' : `${many(plan.steps.length - calls, 'step is', 'steps are')} done; ${many(calls, 'call is', 'calls are')} left to you.`,
        content: [h('p', {}, 'If anything that it was made from is another by now, nothing is done at all. Each step changes nothing a second time.'), steps(plan)],
        ready: plan.applied_at === undefined,
      };
    },
    act: typed => send('POST', `strangling/reconciliation/plans/${encodeURIComponent(id)}/apply`, typed),
    done: () => after('reconciliation', `Plan ${id} was applied.`, `plan=${id}`),
  });
}

export const COMPARING = { shadow, unshadow, rehearse, acknowledge, rule, 'end-rule': endRule, 'settle-leak': settleLeak, 'add-skus': addSkus, 'make-plan': makePlan, 'apply-plan': applyPlan };
