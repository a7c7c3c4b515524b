import type { WordTable } from '../words/table.ts'

/** When somebody is not to be counted on. */
export const ABSENCE = {
  'absence.title': { en: 'Not to be counted on', zh: '请假与不愿应召' },
  'absence.none': { en: 'Can be counted on at any time.', zh: '随时可以应召。' },
  'absence.none.past': { en: 'Could be counted on then.', zh: '当时可以应召。' },
  'absence.note': { en: 'Note an absence', zh: '登记请假' },
  'absence.do': { en: 'Note it', zh: '登记' },
  'absence.kind': { en: 'How', zh: '类别' },
  'absence.kind.away': { en: 'Away: is not called on', zh: '请假：不再安排' },
  'absence.kind.rather-not': {
    en: 'Would rather not: only where others come from much farther',
    zh: '不愿应召：仅在他人距离过远时安排',
  },
  'absence.says.away': {
    en: 'What {{name}} answers for counts as held by nobody then, and stand-ins are found; no plan, roster or team counts on them, and no call is handed on to them. Why is not kept.',
    zh: '届时{{name}}承担的职责视为无人承担，由他人代为履职；各方案、班次和工作队均不安排此人，呼叫也不会转交此人。不记录原因。',
  },
  'absence.says.rather-not': {
    en: 'Plans and rosters spare {{name}} then, as far as the playbook lets them. Why is not kept.',
    zh: '届时方案和班次在预案允许的范围内不安排{{name}}。不记录原因。',
  },
  'absence.from': { en: 'From', zh: '起' },
  'absence.from.hint': { en: 'Left empty: from now', zh: '留空：从现在起' },
  'absence.until': { en: 'Until', zh: '至' },
  'absence.until.hint': { en: 'Left empty: until further notice', zh: '留空：直至另行通知' },
  'absence.release_one': {
    en: 'Give up the {{count, number}} duty held then',
    zh: '同时交出届时承担的{{count, number}}项职责',
  },
  'absence.release_other': {
    en: 'Give up the {{count, number}} duties held then',
    zh: '同时交出届时承担的{{count, number}}项职责',
  },
  'absence.release.hint': {
    en: 'For good: others are found for them, who keep them.',
    zh: '不再收回：系统另行安排他人承担。',
  },
  'absence.done': { en: 'Noted: {{name}}', zh: '已登记：{{name}}' },
  'absence.done.released_one': {
    en: 'Noted: {{name}}. {{count, number}} duty is open for others.',
    zh: '已登记：{{name}}。{{count, number}}项职责待他人接手。',
  },
  'absence.done.released_other': {
    en: 'Noted: {{name}}. {{count, number}} duties are open for others.',
    zh: '已登记：{{name}}。{{count, number}}项职责待他人接手。',
  },
  'absence.end': { en: 'Back again', zh: '销假' },
  'absence.end.says': {
    en: '{{name}} is counted on again from now. What was given up, or was given to a stand-in until then, stays with whoever has it.',
    zh: '从现在起重新安排{{name}}。已交出或已由他人代为承担的职责，仍由现责任人承担至原定时间。',
  },
  'absence.end.done': { en: '{{name}} is counted on again', zh: '{{name}}已恢复应召' },
  'absence.open': { en: 'until further notice', zh: '直至另行通知' },
  'absence.exercise': {
    en: 'Absences are noted in real life only: they are of the register, which an exercise leaves alone. To play that somebody is away, end the duty here, or give it to another.',
    zh: '请假只在实际情况中登记：请假属于名册，演习不改动名册。如需演练人员缺席，请在此解除其职责或换人。',
  },
} satisfies WordTable
