// Who is at the desk, and what their roles allow. Where nobody is asked who they are, everything.

import { get } from './ask.js';

const me = { name: undefined, roles: undefined };

/** The roles that a deed needs one of; the adapter asks for it in any case. */
const ROLES = {
  'cut-over': 'operator', 'roll-back': 'operator', abort: 'operator', halt: 'operator', resume: 'operator', keeper: 'operator', adopt: 'operator',
  'make-wave': 'migrator', 'add-skus': 'migrator', shadow: 'migrator', unshadow: 'migrator',
  rehearse: ['migrator', 'operator'], acknowledge: 'operator', rule: 'operator', 'end-rule': 'operator', 'settle-leak': 'operator',
  'compare-stock': ['migrator', 'operator'], 'make-plan': ['migrator', 'operator'], 'apply-plan': 'operator',
};

/** Asks who it is; to be done before anything is shown. */
export async function arrive() {
  const { name, roles } = await get('desk/me');
  if (name !== undefined) Object.assign(me, { name, roles });
}

/** The name that the adapter notes for what is done here; undefined where it has to be written. */
export const myName = () => me.name;

export const mayDo = deed => me.roles === undefined || [ROLES[deed]].flat().some(role => me.roles.includes(role));

/** Checks are made for those who prepare a wave, or switch it. */
export const mayLook = () => me.roles === undefined || me.roles.includes('migrator') || me.roles.includes('operator');

/** What came with customers' data is for some only. */
export const maySeeCalls = () => me.roles === undefined || me.roles.includes('operator');

/** In words, for the head of the page. */
export const words = () => me.name === undefined ? '' : `${me.name} (${me.roles.length === 0 ? 'no role' : me.roles.join(', ')})`;
