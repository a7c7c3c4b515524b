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
  'act.find.place': { en: 'Name, pinyin or code of a place', zh: '地点名称、拼音或编号' },
  'act.find.none.place': { en: 'No place here is called so.', zh: '本县没有此地点。' },
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
  'act.size_one': {
    en: '{{count, number}} telephone rings at once: {{names}}.',
    zh: '立即呼叫{{count, number}}部电话：{{names}}。',
  },
  'act.size_other': {
    en: '{{count, number}} telephones ring at once: {{names}}.',
    zh: '立即呼叫{{count, number}}部电话：{{names}}。',
  },
  'act.size.none': { en: 'No telephone rings at once.', zh: '暂不呼叫任何电话。' },
  'act.size.wait': { en: 'Counting whom it calls…', zh: '正在计算将呼叫的人数…' },
  'act.size.later_one': {
    en: '{{count, number}} is called two hours before the shift.',
    zh: '另有{{count, number}}人在班次开始前两小时呼叫。',
  },
  'act.size.later_other': {
    en: '{{count, number}} are called two hours before their shifts.',
    zh: '另有{{count, number}}人在班次开始前两小时呼叫。',
  },
  'act.size.line': { en: '{{place}}: {{name}}, {{distance}} away', zh: '{{place}}：{{name}}，距离{{distance}}' },
  'act.size.not_one': { en: 'Left as it is, {{count, number}}:', zh: '不作处理{{count, number}}项：' },
  'act.size.not_other': { en: 'Left as they are, {{count, number}}:', zh: '不作处理{{count, number}}项：' },
  'act.beyond': { en: 'Why they are to have more than the rule allows', zh: '超出规定上限的理由' },
  'act.beyond.hint': {
    en: 'Kept with the act. Left empty: what is too much is not given.',
    zh: '理由将记录在案。不填则不指派超出部分。',
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
    en: '{{count, number}} duty undone. Who was called for it is told that they are not needed.',
    zh: '已撤销{{count, number}}项指派，并通知被呼叫人不必前往。',
  },
  'act.done.undone_other': {
    en: '{{count, number}} duties undone. Who was called for them is told that they are not needed.',
    zh: '已撤销{{count, number}}项指派，并通知被呼叫人不必前往。',
  },
  'act.refused.holder': { en: 'It is {{name}}.', zh: '现任：{{name}}。' },
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

  'act.warning': { en: 'End the warning', zh: '结束预警' },
  'act.warning.do': { en: 'End it now', zh: '立即结束' },
  'act.warning.says': {
    en: '{{name}}: nothing is required for it any more, its duties end, and those who were called for it are told to stand down.',
    zh: '{{name}}：不再有任何要求，相应职责解除，并通知被呼叫人解除待命。',
  },
  'act.warning.done': { en: 'The warning was ended', zh: '预警已结束' },

  'act.ours': { en: 'Put the warning in force', zh: '启动预警响应' },
  'act.ours.do': { en: 'Put it in force', zh: '启动响应' },
  'act.ours.says': {
    en: '{{name}}: its playbook comes into force where it warns, and the people who are needed there are called.',
    zh: '{{name}}：将在预警区域启动相应预案，并呼叫所需人员。',
  },
  'act.ours.done': { en: 'The warning is put in force', zh: '预警响应已启动' },
  'act.not-ours': { en: 'The warning is not ours', zh: '预警与本地职责无关' },
  'act.not-ours.do': { en: 'It is not ours', zh: '确认无关' },
  'act.not-ours.says': {
    en: '{{name}}: nothing comes into force for it, and nobody is called. It stays in the list of warnings.',
    zh: '{{name}}：不启动响应，不呼叫任何人，仍保留在预警清单中。',
  },
  'act.not-ours.done': { en: 'The warning was set aside as not ours', zh: '已确认预警无关' },
  'act.over': { en: 'End what it refers to', zh: '结束所指预警' },
  'act.over.do': { en: 'End it now', zh: '立即结束' },
  'act.over.says': {
    en: 'What {{name}} refers to is over: nothing is required for it any more, and those who were called are stood down.',
    zh: '{{name}}所指的预警已结束：不再要求任何事项，已呼叫的人员将收到解除通知。',
  },
  'act.over.done': { en: 'What it refers to was ended', zh: '所指预警已结束' },
  'act.stays': { en: 'Leave what it refers to in force', zh: '保留所指预警' },
  'act.stays.do': { en: 'Leave it in force', zh: '保持生效' },
  'act.stays.says': {
    en: '{{name}}: nothing comes into force for it, and what it refers to stays in force. It can be ended by hand on its own page.',
    zh: '{{name}}：不因其启动响应，所指预警继续生效，可在该预警页面人工结束。',
  },
  'act.stays.done': { en: 'What it refers to stays in force', zh: '所指预警继续生效' },
} satisfies WordTable
