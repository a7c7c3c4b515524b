import type { WordTable } from '../words/table.ts'

export const ACTS = {
  'act.call': { en: 'Call the nearest', zh: '呼叫最近者' },
  'act.call.do': { en: 'Call', zh: '呼叫' },
  'act.give': { en: 'Give to somebody', zh: '指派' },
  'act.give.do': { en: 'Give', zh: '指派' },
  'act.who': { en: 'Who', zh: '由谁负责' },
  'act.nearest': { en: 'The nearest who can, as many as are missing', zh: '由最近的合适人员补足缺额' },
  'act.nearest.each': { en: 'For each place the nearest who can', zh: '每处由最近的合适人员负责' },
  'act.somebody': { en: 'Somebody else', zh: '其他人员' },
  'act.find': { en: 'Name, pinyin or code', zh: '姓名、拼音或编号' },
  'act.find.clear': { en: 'Clear', zh: '清除' },
  'act.find.none': { en: 'Nobody here is called so.', zh: '本县没有此人。' },
  'act.find.type': { en: 'Type a name.', zh: '请输入姓名。' },
  'act.find.wait': { en: 'Looking…', zh: '正在查找…' },
  'act.free': { en: 'Free and near', zh: '附近可用人员' },
  'act.free.far': { en: '{{distance}} away', zh: '距离{{distance}}' },
  'act.free.load_one': { en: '{{count, number}} duty already', zh: '已有{{count, number}}项' },
  'act.free.load_other': { en: '{{count, number}} duties already', zh: '已有{{count, number}}项' },
  'act.free.rather-not': { en: 'would rather not be called', zh: '不愿应召' },
  'act.none.nobody-qualified': {
    en: 'Nobody in the county is of the kind and skill that is asked for.',
    zh: '本县没有符合身份和技能要求的人员。',
  },
  'act.none.nobody-within-reach': {
    en: 'Nobody who may do it lives near enough.',
    zh: '规定距离内没有合适人员。',
  },
  'act.none.not-planned': { en: 'The plan was stopped before it came to it.', zh: '编排已停止，尚未排到。' },
  'act.none.no-capacity-left': {
    en: 'Everybody near who may do it is away, or has as many duties as are allowed.',
    zh: '附近合适人员均已请假，或职责已达上限。',
  },

  'act.says.near-one': {
    en: '{{place}} is given to the nearest who can; they are called.',
    zh: '{{place}}由最近的合适人员负责，系统随即呼叫。',
  },
  'act.says.near-many': {
    en: '{{n}} places in {{area}}: each is given to the nearest who can; they are called.',
    zh: '{{area}}共{{n}}处：各由最近的合适人员负责，系统随即呼叫。',
  },
  'act.says.give-one': {
    en: '{{name}} is given {{place}}, and called.',
    zh: '{{place}}由{{name}}负责，系统随即呼叫。',
  },
  'act.says.give-many': {
    en: '{{name}} is given all {{n}} places in {{area}}, and called.',
    zh: '{{area}}共{{n}}处全部由{{name}}负责，系统随即呼叫。',
  },
  'act.split': { en: 'Split among several', zh: '分给多人' },
  'act.split.add': { en: 'Somebody else: name, pinyin or code', zh: '其他人员：姓名、拼音或编号' },
  'act.split.choose': {
    en: 'Choose two or more: {{n}} places in {{area}} are split among them.',
    zh: '请选择两人以上：{{area}}共{{n}}处将由其分担。',
  },
  'act.split.says': {
    en: '{{n}} places in {{area}} are split among {{count, number}} people, {{most, number}} at most each, those near by to each; they are called.',
    zh: '{{area}}共{{n}}处由{{count, number}}人就近分担，每人至多{{most, number}}处，系统随即呼叫。',
  },
  'act.says.choose': { en: 'Choose who is to answer for it.', zh: '请选择由谁负责。' },
  'act.says.places': { en: '{{n}} places', zh: '{{n}}处' },

  'act.done.given_one': {
    en: '{{count, number}} duty given to {{names}}',
    zh: '已指派{{count, number}}项职责：{{names}}',
  },
  'act.done.given_other': {
    en: '{{count, number}} duties given to {{names}}',
    zh: '已指派{{count, number}}项职责：{{names}}',
  },
  'act.done.and-more': { en: '{{names}} and {{n}} more', zh: '{{names}}等另{{n}}人' },
  'act.done.between': { en: ', ', zh: '、' },
  'act.done.undone_one': {
    en: '{{count, number}} duty undone. Who was called for it is told to stay.',
    zh: '已撤销{{count, number}}项指派，并通知被呼叫人不必前往。',
  },
  'act.done.undone_other': {
    en: '{{count, number}} duties undone. Who was called for them is told to stay.',
    zh: '已撤销{{count, number}}项指派，并通知被呼叫人不必前往。',
  },
  'act.refused_one': { en: '{{count, number}} was not done', zh: '{{count, number}}项未能办理' },
  'act.refused_other': { en: '{{count, number}} were not done', zh: '{{count, number}}项未能办理' },
  'act.refused.none-done': { en: 'Nothing was done', zh: '未办理任何一项' },
  'act.refused.what': { en: 'What', zh: '对象' },
  'act.refused.why': { en: 'Why not, and what helps', zh: '原因与办法' },
  'act.past': {
    en: 'You look at the past, where nothing can be changed. Go back to now first.',
    zh: '正在查看历史，不可更改。请先回到现在。',
  },

  'act.plan': { en: 'Plan', zh: '编排' },
  'act.plan.wait': {
    en: 'Looking for the best people for {{n}} places in {{area}}…',
    zh: '正在为{{area}}的{{n}}处编排人员…',
  },
  'planning.done': { en: '{{done}} of {{of}} gaps are settled.', zh: '已处理{{of}}处缺口中的{{done}}处。' },
  'planning.bar': { en: 'How far the plan is', zh: '编排进度' },
  'planning.stop': { en: 'Stop, and keep what was found', zh: '停止并采用已有结果' },
  'act.plan.found': {
    en: 'The plan gives {{lines}} duties to {{people}} people. Nobody is given anything before you accept it.',
    zh: '方案共{{lines}}项职责，涉及{{people}}人。采纳之前不会指派任何人。',
  },
  'act.plan.none': { en: 'There is nobody to plan with. Nothing was changed.', zh: '没有可编排的人员，未作任何更改。' },
  'act.plan.left': { en: 'What it leaves open', zh: '方案未能解决' },
  'act.plan.left.n': { en: '{{n}} × {{rule}}', zh: '{{rule}}：{{n}}处' },
  'act.plan.look': { en: 'Look at it first', zh: '先查看' },
  'act.plan.later': { en: 'Decide later', zh: '稍后决定' },

  'act.accept': { en: 'Accept the plan', zh: '采纳方案' },
  'act.accept.do': { en: 'Accept', zh: '采纳' },
  'act.accept.says_one': {
    en: '{{count, number}} duty is given, and whoever is to hold it is called. It can be ended afterwards, one by one.',
    zh: '将指派{{count, number}}项职责，并呼叫相关人员。之后可逐项解除。',
  },
  'act.accept.says_other': {
    en: '{{count, number}} duties are given, and whoever is to hold them is called. They can be ended afterwards, one by one.',
    zh: '将指派{{count, number}}项职责，并呼叫相关人员。之后可逐项解除。',
  },
  'act.accept.done_one': { en: '{{count, number}} duty given', zh: '已指派{{count, number}}项职责' },
  'act.accept.done_other': { en: '{{count, number}} duties given', zh: '已指派{{count, number}}项职责' },
  'act.accept.overtaken_one': {
    en: '{{count, number}} left out: somebody was quicker',
    zh: '{{count, number}}项已有人补上，未再指派',
  },
  'act.accept.overtaken_other': {
    en: '{{count, number}} left out: somebody was quicker',
    zh: '{{count, number}}项已有人补上，未再指派',
  },
  'act.refuse': { en: 'Refuse the plan', zh: '不采纳方案' },
  'act.refuse.do': { en: 'Refuse', zh: '不采纳' },
  'act.refuse.says': {
    en: 'Nothing is given. The places stay open and may be planned anew.',
    zh: '不指派任何人，缺口仍在，可重新编排。',
  },
  'act.refuse.done': { en: 'The plan was refused', zh: '方案未采纳' },

  'act.again': { en: 'Call again', zh: '再次呼叫' },
  'act.again.do': { en: 'Call again', zh: '再次呼叫' },
  'act.again.holders': {
    en: 'Those who hold {{n}} in {{area}} are called once more, now. Who has answered already is not.',
    zh: '立即再次呼叫{{area}}{{n}}的责任人；已应答者不再呼叫。',
  },
  'act.again.says': {
    en: '{{names}}: called once more, now. Who has answered already is not.',
    zh: '立即再次呼叫{{names}}；已应答者不再呼叫。',
  },
  'act.again.done': { en: 'Called again: {{names}}', zh: '已再次呼叫：{{names}}' },
  'act.again.nobody': {
    en: 'Nobody holds it any more: call the nearest, or give it to somebody.',
    zh: '目前已无人负责：请呼叫最近者，或另行指派。',
  },
  'act.hand': { en: 'Hand on', zh: '转交' },
  'act.hand.do': { en: 'Hand on', zh: '转交' },
  'act.hand.says': {
    en: '{{names}}: their deputy is called in their place, now; where the deputy was asked already, their superior.',
    zh: '{{names}}：立即转呼其副职；副职已呼叫过的，转呼其上级。',
  },
  'act.hand.done': { en: 'Handed on to {{names}}', zh: '已转交：{{names}}' },

  'act.end': { en: 'End the duty', zh: '解除职责' },
  'act.end.do': { en: 'End it now', zh: '立即解除' },
  'act.end.says': {
    en: '{{holder}} no longer answers for {{subject}} ({{role}}) from now on. What was stays in the register.',
    zh: '{{holder}}自现在起不再担任{{subject}}的{{role}}，以往记录保留。',
  },
  'act.end.done': { en: '{{holder}}: duty ended', zh: '{{holder}}：职责已解除' },
  'act.reason': { en: 'Why', zh: '原因' },
  'act.reason.hint': { en: 'It stays in the register.', zh: '将保留在名册中。' },
  'act.replace': { en: 'Replace', zh: '更换责任人' },
  'act.replace.do': { en: 'Replace', zh: '更换' },
  'act.replace.says': {
    en: '{{name}} takes over {{subject}} ({{role}}) from {{holder}}, from now on.',
    zh: '自现在起由{{name}}接替{{holder}}担任{{subject}}的{{role}}。',
  },
  'act.replace.choose': {
    en: 'Choose who takes over {{subject}} from {{holder}}.',
    zh: '请选择由谁接替{{holder}}负责{{subject}}。',
  },
  'act.replace.done': { en: '{{name}} has taken over from {{holder}}', zh: '{{name}}已接替{{holder}}' },

  'act.role': { en: 'Give a duty', zh: '指派职责' },
  'act.role.as': { en: 'As', zh: '职责' },
  'act.role.holder': { en: 'To', zh: '由谁担任' },
  'act.role.holder.find': { en: 'Name of a person or a unit', zh: '人员或组织名称' },
  'act.role.until': { en: 'Until', zh: '截止' },
  'act.role.until.hint': { en: 'Left empty: until it is ended', zh: '不填则直到解除为止' },
  'act.role.says': {
    en: '{{name}} answers for {{what}} as {{role}}, from now on.',
    zh: '自现在起由{{name}}担任{{what}}的{{role}}。',
  },
  'act.role.choose': {
    en: 'Choose a role, and who is to hold it, for {{what}}.',
    zh: '请为{{what}}选择职责和责任人。',
  },

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

  'act.warning': { en: 'End the warning', zh: '结束预警' },
  'act.warning.do': { en: 'End it now', zh: '立即结束' },
  'act.warning.says': {
    en: '{{name}}: nothing is required for it any more, its duties end, and those who were called for it are told to stand down.',
    zh: '{{name}}：不再有任何要求，相应职责解除，并通知被呼叫人解除待命。',
  },
  'act.warning.done': { en: 'The warning was ended', zh: '预警已结束' },
} satisfies WordTable
