// What a person does at the desk: each deed is looked at, signed, and only then sent.

import { checkList, checkName, sorted } from './checks.js';
import { get, Refusal, send } from './ask.js';
import { COMPARING } from './comparing.js';
import { open } from './dialog.js';
import { cut, h, many, number, outside } from './page.js';

const ROWS = 20;
const AT_MOST = 1000;

/** Both directions in which the routes of a wave change. */
export const DIRECTIONS = {
  cut_over: {
    path: 'cut-over', verb: 'Cut over', title: wave => `Cut wave ${wave} over`,
    lead: skus => `${many(skus, 'SKU becomes', 'SKUs become')} ours: lines first seen after the switch are fulfilled by us. Lines that the monolith has stay its. Until the switch all can be as it was before.`,
  },
  roll_back: {
    path: 'roll-back', verb: 'Roll back', title: wave => `Roll wave ${wave} back to the monolith`,
    lead: skus => `${many(skus, 'SKU becomes', 'SKUs become')} the monolith’s again: it fulfils lines first seen after the switch. Our lines stay ours. Before, it has to set aside what they hold.`,
  },
};

const wavePath = (wave, what) => `strangling/waves/${encodeURIComponent(wave)}/${what}`;
const figure = value => value === undefined ? 'not known' : number(value);

/** What would change for shops, what changes most first. */
function changes(plan) {
  const all = [...plan.changes].sort((one, other) => Math.abs((other.then ?? 0) - (other.now ?? 0)) - Math.abs((one.then ?? 0) - (one.now ?? 0)));
  const differing = all.filter(each => each.now !== each.then).length;
  if (all.length === 0) return h('p', {}, 'No shop that is sent figures by us has any of these SKUs, so nothing changes for one.');
  return [
    cut(all, ROWS, `What shops are sent: ${differing === 0 ? 'no figure changes' : `${many(differing, 'figure changes', 'figures change')}`}`, [
      ['SKU', each => outside(each.sku)],
      ['Shop', each => outside(each.shop)],
      ['Now', each => figure(each.now), 'number'],
      ['Then', each => figure(each.then), 'number'],
      ['Monolith’s open lines', each => each.open_lines === undefined ? '' : number(each.open_lines), 'number'],
    ].slice(0, plan.debts === undefined ? 5 : 4)),
    plan.skus > AT_MOST && h('p', { class: 'quiet' }, `Of ${number(plan.skus)} SKUs the first ${number(AT_MOST)} were looked at.`),
  ];
}

/** What a rollback tells the monolith, and leaves behind. */
function leftBehind({ debts, own_stock: own, stranded }) {
  return [
    debts && (debts.length === 0 ? h('p', {}, 'Our lines hold nothing that the monolith has to be told of.') : cut(debts, ROWS, 'Units that the monolith has to set aside', [
      ['SKU', each => outside(each.sku)],
      ['Units', each => number(each.units), 'number'],
      ['Its figure', each => `${number(each.figure)} → ${number(each.figure - each.units)}`, 'number'],
      ['Told', each => each.by_method ? 'by a call' : 'by a person: tell it yourself while the rollback waits'],
    ])),
    own?.length > 0 && cut(own, ROWS, 'Free units in batches of our own', [
      ['SKU', each => outside(each.sku)], ['Batch', each => outside(each.batchref)], ['Units', each => number(each.units), 'number']]),
    stranded?.length > 0 && cut(stranded, ROWS, 'Lines without units', [
      ['Order', each => each.shop === undefined ? outside(each.orderid) : [outside(each.shop), ' ', outside(each.number)]],
      ['Whose', each => each.shop === undefined ? 'another team’s' : 'ours'], ['SKU', each => outside(each.sku)], ['Quantity', each => number(each.qty), 'number']]),
  ];
}

/** The dry run: nothing of it is stored. What may be accepted is asked for with the numbers of now. */
async function dryRun(direction, wave, seen) {
  const { path, lead } = DIRECTIONS[direction];
  const { skus, checks } = await get(wavePath(wave, `readiness?direction=${direction}`));
  seen.epoch = Number(checks.find(each => each.check === 'epoch').value);
  const { mend, accept } = sorted(direction, checks);
  const intro = h('p', {}, lead(skus));
  if (mend.length > 0) {
    return {
      said: `${many(mend.length, 'check does', 'checks do')} not hold: it cannot begin. Mend what is named first, then look again.`,
      content: [intro, checkList(direction, checks)], ready: false,
    };
  }
  let plan;
  try {
    plan = await send('POST', wavePath(wave, path), { by: 'desk', reason: 'dry run', expect_epoch: seen.epoch, dry_run: true, ...numbers(accept) });
  } catch (failure) {
    // It has changed between the two looks.
    if (failure.status === 409 && failure.problem.checks) {
      return { said: 'It has changed while it was looked at: look again.', content: [intro, checkList(direction, failure.problem.checks)], ready: false };
    }
    throw failure;
  }
  return {
    said: accept.length === 0 ? 'All checks hold. Nothing has been begun yet.' : `Nothing has to be mended; ${many(accept.length, 'thing', 'things')} you have to accept. Nothing has been begun yet.`,
    content: [intro, checkList(direction, checks), leftBehind(plan), changes(plan)], accepts: accept, ready: true,
  };
}

const numbers = accept => Object.fromEntries(accept.map(each => [each.name, each.number]));

function change(direction) {
  return (wave, after) => {
    const seen = {};
    const { path, verb, title } = DIRECTIONS[direction];
    open({
      key: `${path} ${wave}`, title: title(wave), verb,
      look: () => dryRun(direction, wave, seen),
      act: (typed, accepted) => sendChecked(wavePath(wave, path), { ...typed, expect_epoch: seen.epoch, dry_run: false, ...accepted }),
      done: () => after('running', 'It has begun.'),
    });
  };
}

/** Something that has no dry run: what it does is said in words. */
const plain = ({ title, verb, words, path }) => (of, after) => open({
  key: `${path(of)}`, title: title(of), verb, still: true,
  look: async () => ({ said: '', content: words.map(each => h('p', {}, each)) }),
  act: typed => send('POST', path(of), typed),
  done: () => after(),
});

const abort = plain({
  title: id => `Abort cut-over ${id}`, verb: 'Abort it',
  words: ['It ends now, and everything is as it was before: no route has changed, and nothing is frozen any more. You can begin again whenever you like.', 'After its switch it cannot be aborted.'],
  path: id => `strangling/cut-overs/${id}/abort`,
});

const halt = plain({
  title: () => 'Halt everything', verb: 'Halt',
  words: ['Nothing begins any more, and what has not switched pauses: nothing of it is frozen, and orders go on as before.', 'What has switched goes on, because its products would be closed for everybody.'],
  path: () => 'strangling/halt',
});

const resume = plain({
  title: () => 'End the halt', verb: 'Resume',
  words: ['Waves can begin again. What has paused begins again with the freeze, and the monolith is asked for its list anew.', 'After a halt of days rather abort what has paused, and look at its checks once more.'],
  path: () => 'strangling/resume',
});

function keeper(wave, after) {
  open({
    key: `keeper ${wave}`, title: `Keep the stock of wave ${wave}`, verb: 'Keep it for good', still: true,
    look: async () => ({
      said: '',
      content: [
        h('p', {}, 'From then on what the monolith reports of these SKUs changes nothing. What is bought, and what a stock-take finds, you tell allocation-service.'),
        h('p', {}, 'There is no way back: this wave can never be rolled back again.')],
      accepts: [{ name: 'for_good', number: 1, words: 'I know that there is no way back.' }],
    }),
    act: typed => sendChecked(wavePath(wave, 'keeper'), typed),
    done: () => after(),
  });
}

/** Sends it; where checks refuse it they are named in the words of the page. */
async function sendChecked(path, body) {
  try {
    return await send('POST', path, body);
  } catch (failure) {
    const { checks } = failure.problem ?? {};
    if (checks === undefined) throw failure;
    throw new Refusal(checks.map(each => `${checkName(each)}: ${each.value}, where ${each.limit} was expected`).join('; '), failure.status);
  }
}

function adopt(_, after) {
  const seen = {};
  open({
    key: 'adopt', title: 'Adopt the newer routes', verb: 'Adopt them',
    look: async () => {
      const { skus, revision, routes } = await get('strangling/restored?limit=1000');
      Object.assign(seen, { skus, revision });
      return {
        said: `allocation-service knows newer routes of ${many(skus, 'SKU', 'SKUs')}.`,
        content: [
          h('p', {}, 'After a restore of this database that is right: what happened since the backup is taken from allocation-service. Otherwise find out first who has told it so.'),
          cut(routes, ROWS, 'SKUs', [
            ['SKU', each => outside(each.sku)],
            ['Here', each => `${side(each.route)}, epoch ${number(each.epoch)}`],
            ['There', each => `${side(each.newer)}, epoch ${number(each.revision)}`]])],
        accepts: [{ name: 'skus', number: skus, words: `I accept the newer routes of ${many(skus, 'SKU', 'SKUs')}, up to epoch ${number(revision)}.` }],
        ready: skus > 0,
      };
    },
    act: typed => send('POST', 'strangling/restored', { ...typed, ...seen }),
    done: () => after(),
  });
}

const side = route => route === 'new' ? 'ours' : 'the monolith’s';

/** A wave from a list that somebody has written; one that is there already is not overwritten. */
function makeWave(_, after) {
  open({
    key: 'make-wave', title: 'Make a wave', verb: 'Make it', still: true,
    look: async () => ({ said: '', content: h('p', {}, 'A wave is a list of SKUs that change their route together. Making it moves nothing.') }),
    fields: [
      { name: 'wave', label: 'Its name', hint: 'Letters, digits, dots, hyphens and underscores', pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]*', title: 'Letters, digits, dots, hyphens and underscores; a letter or a digit first', maxlength: 100 },
      { name: 'skus', label: 'Its SKUs', hint: 'One in each line', rows: 8 },
    ],
    act: async ({ wave, skus }) => {
      const list = [...new Set(skus.split('\n').map(each => each.trim()).filter(each => each !== ''))];
      const { waves } = await get(`strangling/waves?limit=1000&name=${encodeURIComponent(wave)}`);
      if (waves.some(each => each.wave === wave)) throw new Refusal(`there is a wave ${wave} already`, 409);
      const stored = await send('PUT', `strangling/waves/${encodeURIComponent(wave)}`, { skus: list });
      return stored;
    },
    done: stored => after('waves', stored.never_seen === 0 ? `Wave ${stored.wave} has ${many(stored.skus, 'SKU', 'SKUs')}.`
      : `Wave ${stored.wave} has ${many(stored.skus, 'SKU', 'SKUs')}; nobody has shown ${number(stored.never_seen)} of them yet, perhaps they are written wrongly: ${stored.never_seen_skus.slice(0, ROWS).join(', ')}${stored.never_seen > ROWS ? ' …' : '.'}`),
  });
}

/** By the name that a button has. */
export const DEEDS = { 'cut-over': change('cut_over'), 'roll-back': change('roll_back'), abort, halt, resume, keeper, adopt, 'make-wave': makeWave, ...COMPARING };
