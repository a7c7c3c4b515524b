import type { WordTable } from '../words/table.ts'

/** The tray of what was done lately, and undoing it. */
export const LATELY = {
  'lately.title': { en: 'Done lately', zh: '最近操作' },
  'lately.open_one': {
    en: 'Done lately: {{count, number}} act may be undone',
    zh: '最近操作：{{count, number}}项可撤销',
  },
  'lately.open_other': {
    en: 'Done lately: {{count, number}} acts may be undone',
    zh: '最近操作：{{count, number}}项可撤销',
  },
  'lately.says': {
    en: 'What was done by hand in the last twelve hours. For ten minutes most of it can be undone.',
    zh: '最近12小时内的人工操作。多数操作10分钟内可以撤销。',
  },
  'lately.past': {
    en: 'As of {{moment}}. Nothing of it can be undone from here.',
    zh: '截至{{moment}}。此处不可撤销。',
  },
  'lately.none': {
    en: 'Nothing was done by hand here in the last twelve hours. What you do stands here, and can be undone for ten minutes.',
    zh: '最近12小时内没有人工操作。您的操作会列在这里，10分钟内可以撤销。',
  },
  'lately.more': { en: 'Show earlier', zh: '显示更早的操作' },
  'lately.all': { en: 'All acts as a list', zh: '全部操作清单' },
  'lately.by': { en: 'by {{who}}', zh: '操作人：{{who}}' },
  'lately.console': { en: 'this desk', zh: '本值班台' },
  'lately.duties_one': { en: '{{count, number}} duty', zh: '{{count, number}}项职责' },
  'lately.duties_other': { en: '{{count, number}} duties', zh: '{{count, number}}项职责' },
  'lately.people_one': { en: '{{count, number}} person', zh: '{{count, number}}人' },
  'lately.people_other': { en: '{{count, number}} people', zh: '{{count, number}}人' },
  'lately.warning.end': { en: 'Warning ended by hand', zh: '人工结束预警' },
  'lately.warning.decide': { en: 'Warning decided on by hand', zh: '人工确认预警' },
  'lately.warning.undo': { en: 'End of a warning taken back', zh: '撤销结束预警' },
  'lately.reason': { en: 'Why: {{reason}}', zh: '原因：{{reason}}' },
  'lately.left_one': { en: '{{count, number}} minute left', zh: '剩余{{count, number}}分钟' },
  'lately.left_other': { en: '{{count, number}} minutes left', zh: '剩余{{count, number}}分钟' },
  'lately.undo': { en: 'Undo', zh: '撤销' },
  'lately.undo.which': { en: 'Undo: {{what}}', zh: '撤销：{{what}}' },
  'lately.undone': { en: 'Undone', zh: '已撤销' },
  'lately.undoing': {
    en: 'Being undone: {{done}} of {{total}}',
    zh: '正在撤销：{{done}}/{{total}}',
  },
  'lately.restored': { en: '{{n}} as they were', zh: '{{n}}项已恢复' },
  'lately.lost_one': { en: '{{count, number}} is with others, or over', zh: '{{count, number}}项已由他人承担或已结束' },
  'lately.lost_other': {
    en: '{{count, number}} are with others, or over',
    zh: '{{count, number}}项已由他人承担或已结束',
  },
  'lately.aside_one': { en: '{{count, number}} was set aside', zh: '{{count, number}}项暂时搁置' },
  'lately.aside_other': { en: '{{count, number}} were set aside', zh: '{{count, number}}项暂时搁置' },
  'lately.told_one': { en: '{{count, number}} person is told', zh: '通知{{count, number}}人' },
  'lately.told_other': { en: '{{count, number}} people are told', zh: '通知{{count, number}}人' },

  'lately.says.plan': {
    en: 'The plan is withdrawn. {{duties}} duties that it gave end, and {{people}} people are stood down for them. Its places are open again and are planned anew.',
    zh: '方案将撤销：其指派的{{duties}}项职责结束，相关{{people}}人解除任务；相应地点重新成为缺口，并重新编排。',
  },
  'lately.says.callout': {
    en: 'The call-out goes on: {{people}} people are waited for again, and those who were told to stay are told that it holds.',
    zh: '呼叫将继续：重新等待{{people}}人应答；已收到解除通知的，将告知任务仍然有效。',
  },
  'lately.says.warning': {
    en: 'The warning stands again, at its level. {{duties}} duties are given again to those who had them, and {{people}} people are called back and told that it holds.',
    zh: '预警恢复生效，级别不变。{{duties}}项职责交还原责任人；{{people}}人重新召回，并告知任务仍然有效。',
  },
  'lately.says.duties': {
    en: '{{duties}} duties that were given end, and {{people}} people who were called for them alone are stood down.',
    zh: '已指派的{{duties}}项职责结束；仅因此被呼叫的{{people}}人解除任务。',
  },
  'lately.says.answers': {
    en: 'What was written down for {{people}} people is taken back: they stand as before.',
    zh: '撤回为{{people}}人登记的答复，恢复登记前状态。',
  },
  'lately.size.lost_one': {
    en: '{{count, number}} cannot be as it was: somebody else has it by now, or it is over. It stays with them.',
    zh: '{{count, number}}项无法恢复：已由他人承担或已结束，保持现状。',
  },
  'lately.size.lost_other': {
    en: '{{count, number}} cannot be as they were: others have them by now, or they are over. They stay so.',
    zh: '{{count, number}}项无法恢复：已由他人承担或已结束，保持现状。',
  },
  'lately.size.whole': { en: 'All of it will be as it was.', zh: '可全部恢复原状。' },
  'lately.begun': {
    en: 'It is being undone. How far it is stands under “Done lately”.',
    zh: '正在撤销，进度见“最近操作”。',
  },

  'act.ending.says_one': {
    en: 'Ends {{required}} requirements and {{duties}} duties given for them, and stands {{count, number}} person down. What the register holds otherwise stays.',
    zh: '将结束{{required}}项要求及为此指派的{{duties}}项职责，解除{{count, number}}人任务。名册中原有职责不变。',
  },
  'act.ending.says_other': {
    en: 'Ends {{required}} requirements and {{duties}} duties given for them, and stands {{count, number}} people down. What the register holds otherwise stays.',
    zh: '将结束{{required}}项要求及为此指派的{{duties}}项职责，解除{{count, number}}人任务。名册中原有职责不变。',
  },
  'act.ending.shared': {
    en: 'At most so much: another warning stands in the same campaign, and what it asks for stays.',
    zh: '以上为最多数：同一响应中另有预警生效，其要求不变。',
  },
  'act.ten-minutes': {
    en: 'For ten minutes it can be undone, under “Done lately”.',
    zh: '10分钟内可在“最近操作”中撤销。',
  },
} satisfies WordTable
