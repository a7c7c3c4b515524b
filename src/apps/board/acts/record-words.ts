import type { WordTable } from '../words/table.ts'

/** Writing down what was told, and settling what was kept aside. */
export const RECORD_WORDS = {
  'act.record': { en: 'Tell what happened', zh: '补报情况' },
  'act.record.do': { en: 'Record it', zh: '记录' },
  'act.record.says': {
    en: 'For whoever reports by telephone: it stands as told by them, and cannot be taken back, only corrected.',
    zh: '供电话报告时代为记录：以报告人名义登记，不可删除，只能更正。',
  },
  'act.record.kind': { en: 'What', zh: '类别' },
  'act.record.well': { en: 'patrolled, all well', zh: '巡查正常' },
  'act.record.by': { en: 'Told by', zh: '报告人' },
  'act.record.when': { en: 'When it happened', zh: '发生时间' },
  'act.record.hazard': { en: 'Hazard', zh: '险情' },
  'act.record.water': { en: 'Water', zh: '水色' },
  'act.record.clear': { en: 'clear', zh: '清水' },
  'act.record.muddy': { en: 'muddy', zh: '浑水' },
  'act.record.chainage': { en: 'At chainage', zh: '桩号' },
  'act.record.chainage.hint': { en: 'Such as K12+500', zh: '例如 K12+500' },
  'act.record.chainage.wrong': { en: 'Write it as K12+500.', zh: '请写成 K12+500。' },
  'act.record.house': { en: 'The household', zh: '住户' },
  'act.record.left': { en: 'has left', zh: '已转移' },
  'act.record.staying': { en: 'stays', zh: '留守' },
  'act.record.note': { en: 'Note', zh: '备注' },
  'act.record.done': { en: 'Recorded', zh: '已记录' },
  'act.record.aside': {
    en: 'Kept aside: the register does not know all that it names',
    zh: '已另存：其中有名册不认识的内容',
  },
  'act.tie': { en: 'Say what is meant', zh: '认定所指' },
  'act.tie.do': { en: 'Take it in', zh: '收录' },
  'act.tie.says': {
    en: 'This report names what the register does not know, so that it counts nowhere. Say what is meant: it counts from then on, as told.',
    zh: '此报告所指的内容名册中没有，因此尚未计入。请认定所指：此后按原报告计入。',
  },
  'act.tie.told': { en: 'The report', zh: '报告内容' },
  'act.tie.place': { en: 'Which place', zh: '所指地点' },
  'act.tie.done': { en: 'Taken in', zh: '已收录' },
  'act.drop': { en: 'Drop the report', zh: '作废报告' },
  'act.drop.do': { en: 'Drop the report', zh: '作废报告' },
  'act.drop.says': {
    en: 'It counts nowhere, and stays to be read in its list.',
    zh: '此报告不计入任何统计，仍可在清单中查看。',
  },
  'act.drop.done': { en: 'Dropped', zh: '已作废' },
} satisfies WordTable
