import type { WordTable } from '../words/table.ts'

/** A plan that is judged: what it would change, line by line, and what is decided of it. */
export const PLAN_WORDS = {
  'plan.effect': { en: 'Before and after', zh: '采纳前后对比' },
  'plan.effect.was': { en: 'How it stands', zh: '目前情况' },
  'plan.effect.says': {
    en: 'As the board counts it at this moment: how it stands now, and how it would stand.',
    zh: '按此刻总览的口径：目前情况与采纳后情况。',
  },
  'plan.effect.rule': { en: 'Requirement', zh: '要求' },
  'plan.effect.change': { en: '{{before}} → {{after}}', zh: '{{before}} → {{after}}' },
  'plan.effect.heard': { en: '{{before}} before, {{after}} after', zh: '采纳前{{before}}，采纳后{{after}}' },
  'plan.effect.coming_one': {
    en: 'and {{count, number}} shift that begins later',
    zh: '另有{{count, number}}个后续班次',
  },
  'plan.effect.coming_other': {
    en: 'and {{count, number}} shifts that begin later',
    zh: '另有{{count, number}}个后续班次',
  },
  'plan.effect.none': { en: 'Nothing of it is still to be given.', zh: '方案中已无待安排的职责。' },
  'plan.filled_one': {
    en: '{{count, number}} line needs no decision any more: its place has enough people by now.',
    zh: '{{count, number}}项无需再决定：该处人手已足。',
  },
  'plan.filled_other': {
    en: '{{count, number}} lines need no decision any more: their places have enough people by now.',
    zh: '{{count, number}}项无需再决定：相应地点人手已足。',
  },
  'plan.left': { en: 'What would stay open', zh: '采纳后仍缺' },
  'plan.left.was': { en: 'What is open now', zh: '目前仍缺' },
  'plan.left.now_one': { en: '{{count, number}} person missing now', zh: '目前缺{{count, number}}人' },
  'plan.left.now_other': { en: '{{count, number}} people missing now', zh: '目前缺{{count, number}}人' },
  'plan.left.later_one': { en: '{{count, number}} for shifts that begin later', zh: '后续班次缺{{count, number}}人' },
  'plan.left.later_other': { en: '{{count, number}} for shifts that begin later', zh: '后续班次缺{{count, number}}人' },
  'plan.left.why': {
    en: 'When it was made ({{at}}): {{reasons}}. It is looked at again as people become free.',
    zh: '编排时（{{at}}）：{{reasons}}。有人空出后将重新编排。',
  },
  'plan.left.since': {
    en: 'It has come up since the plan was made ({{at}}).',
    zh: '为编排（{{at}}）之后新出现的缺口。',
  },
  'plan.left.reason': { en: '{{n}} × {{reason}}', zh: '{{n}}处{{reason}}' },
  'plan.parts': { en: 'Decided before', zh: '已决定部分' },
  'plan.parts.accepted': {
    en: '{{at}}: {{n}} accepted, {{given}} given',
    zh: '{{at}}：采纳{{n}}项，已指派{{given}}项',
  },
  'plan.parts.refused': { en: '{{at}}: {{n}} refused', zh: '{{at}}：不采纳{{n}}项' },
  'plan.parts.look': { en: 'Look at them', zh: '查看' },
  'plan.lines.n_one': {
    en: '{{count, number}} duty of {{open}} that are still to be given, for {{people}}',
    zh: '待安排{{open}}项中的{{count, number}}项，涉及{{people}}',
  },
  'plan.lines.n_other': {
    en: '{{count, number}} duties of {{open}} that are still to be given, for {{people}}',
    zh: '待安排{{open}}项中的{{count, number}}项，涉及{{people}}',
  },
  'plan.lines.whole_one': {
    en: '{{count, number}} duty is still to be given, for {{people}}',
    zh: '待安排{{count, number}}项，涉及{{people}}',
  },
  'plan.lines.whole_other': {
    en: '{{count, number}} duties are still to be given, for {{people}}',
    zh: '待安排{{count, number}}项，涉及{{people}}',
  },
  'plan.lines.accept_one': { en: 'Accept this {{count, number}}', zh: '采纳这{{count, number}}项' },
  'plan.lines.accept_other': { en: 'Accept these {{count, number}}', zh: '采纳这{{count, number}}项' },
  'plan.lines.refuse_one': { en: 'Refuse this {{count, number}}', zh: '不采纳这{{count, number}}项' },
  'plan.lines.refuse_other': { en: 'Refuse these {{count, number}}', zh: '不采纳这{{count, number}}项' },
  'plan.lines.call': { en: 'Telephone, and why', zh: '电话与原因' },
  'plan.lines.show': { en: 'Which lines', zh: '显示哪些明细' },
  'plan.lines.all': { en: 'All lines', zh: '全部明细' },
  'plan.decide.of_one': {
    en: '{{count, number}} duty of {{open}} is given. The other lines wait on.',
    zh: '将指派{{open}}项中的{{count, number}}项，其余继续待决定。',
  },
  'plan.decide.of_other': {
    en: '{{count, number}} duties of {{open}} are given. The other lines wait on.',
    zh: '将指派{{open}}项中的{{count, number}}项，其余继续待决定。',
  },
  'plan.decide.refuse_one': {
    en: '{{count, number}} duty of {{open}} is not given, and nobody is offered for it there again. The other lines wait on.',
    zh: '{{open}}项中的{{count, number}}项不予指派，也不再为该处推荐同一人。其余继续待决定。',
  },
  'plan.decide.refuse_other': {
    en: '{{count, number}} duties of {{open}} are not given, and the same people are not offered for them again. The other lines wait on.',
    zh: '{{open}}项中的{{count, number}}项不予指派，也不再为相应地点推荐同一人。其余继续待决定。',
  },
  'plan.decide.rest_one': { en: '{{count, number}} duty waits on', zh: '其余{{count, number}}项继续待决定' },
  'plan.decide.rest_other': { en: '{{count, number}} duties wait on', zh: '其余{{count, number}}项继续待决定' },
  'plan.decide.refused_one': { en: '{{count, number}} duty was refused', zh: '未采纳{{count, number}}项职责' },
  'plan.decide.refused_other': { en: '{{count, number}} duties were refused', zh: '未采纳{{count, number}}项职责' },
  'plan-map.filled': { en: 'would have enough people', zh: '采纳后人手足够' },
  'plan-map.few': { en: 'would still have too few', zh: '采纳后人手仍不足' },
  'plan-map.left': { en: 'stays open', zh: '采纳后仍无人' },
  'plan-map.open': { en: 'open now', zh: '目前无人' },
  'plan-map.held': { en: 'named already', zh: '已指派' },
  'plan.instead': { en: 'Somebody else instead', zh: '改由他人承担' },
  'plan.instead.says': {
    en: 'Those who may have it under the rule and have room beside the rest of the plan, nearest first.',
    zh: '按规则可承担、且与方案其余部分不冲突的人员，由近及远。',
  },
  'plan.instead.none': { en: 'Nobody else could have it.', zh: '没有其他人可以承担。' },
  'plan.instead.do': { en: 'Choose {{name}}', zh: '选{{name}}' },
  'plan.instead.done': { en: '{{name}} has it in the plan now', zh: '方案中已改为{{name}}' },
} satisfies WordTable
