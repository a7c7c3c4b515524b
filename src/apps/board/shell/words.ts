import type { WordTable } from '../words/table.ts'

export const SHELL = {
  'shell.menu': { en: 'Menu', zh: '菜单' },
  'shell.picture': { en: 'Picture', zh: '总览' },
  'shell.lists': { en: 'Lists', zh: '清单' },
  'shell.import': { en: 'Import', zh: '导入' },
  'shell.playbooks': { en: 'Playbooks', zh: '预案' },
  'shell.exercise': { en: 'Exercise', zh: '演习' },
  'shell.print': { en: 'Print', zh: '打印' },
  'shell.tour': { en: 'Show me round', zh: '使用导览' },
  'shell.status': { en: 'Plain status page', zh: '简明状态页' },
  'shell.path': { en: 'Where you are', zh: '当前位置' },
  'shell.whole': { en: 'Everything', zh: '全部' },
  'shell.search': { en: 'Search people, places, units, codes', zh: '搜索人员、地点、组织、编码' },
  'shell.search.short': { en: 'Search', zh: '搜索' },
  'shell.lane.actual': { en: 'Real life', zh: '实际情况' },
  'shell.lane.exercise': { en: 'Exercise', zh: '演习' },
  'shell.lane.is-exercise': {
    en: 'This is an exercise. Nobody is really called.',
    zh: '这是演习，不会真正呼叫任何人。',
  },
  'shell.lane.leave': { en: 'Back to real life', zh: '返回实际情况' },
  'shell.level': { en: 'Level {{level}}', zh: '{{level}}级响应' },
  'shell.calm': { en: 'No campaign', zh: '无响应' },
  'shell.calm.says': {
    en: 'Nothing is in force here. A warning that comes in puts its playbook in force.',
    zh: '此处没有启动响应。收到预警后，将按预案启动响应。',
  },
  'shell.in-force': { en: 'In force', zh: '响应中' },

  'time.bar': { en: 'Moment shown', zh: '显示时刻' },
  'time.slider': { en: 'Any moment of the past', zh: '过去任一时刻' },
  'time.live': { en: 'Live', zh: '实时' },
  'time.past': { en: 'As it stood', zh: '历史时刻' },
  'time.past.says': {
    en: 'You look at the past: {{moment}}. Nothing here can be changed.',
    zh: '正在查看历史：{{moment}}。此处不可更改。',
  },
  'time.to-now': { en: 'Back to now', zh: '回到现在' },
  'time.play': { en: 'Play', zh: '播放' },
  'time.pause': { en: 'Pause', zh: '暂停' },
  'time.part': { en: 'How much of the past the bar shows', zh: '时间条显示的范围' },
  'time.all': { en: 'All of it', zh: '全部' },
  'time.earlier': { en: '{{for}} earlier', zh: '往前{{for}}' },
  'time.later': { en: '{{for}} later', zh: '往后{{for}}' },
  'time.speed': { en: 'Speed', zh: '速度' },
  'time.back': { en: 'Back by ten minutes', zh: '后退十分钟' },
  'time.on': { en: 'On by ten minutes', zh: '前进十分钟' },
  'time.pick': { en: 'Choose a moment', zh: '选择时刻' },

  'demo.filling': {
    en: 'The demo county is being loaded: {{households}} of {{of}} households are here. Counts grow until it is whole.',
    zh: '正在载入演示县：已载入{{households}}户，共{{of}}户。载入完成前，各项数字会继续增加。',
  },
  'demo.filling.label': { en: 'Households loaded', zh: '已载入的户数' },

  'live.wait': { en: 'Connecting…', zh: '正在连接…' },
  'live.not': { en: 'Not live', zh: '非实时' },
  'live.lost': {
    en: 'Not live since {{time}}: what is shown is as it was then.',
    zh: '自{{time}}起不再实时更新，显示的是当时的情况。',
  },
  'live.next': { en: 'Tried again in {{in}}.', zh: '{{in}}后重试。' },
  'live.trying': { en: 'It is being tried now…', zh: '正在重试…' },
  'live.try-now': { en: 'Try now', zh: '立即重试' },
  'live.behind.database': {
    en: 'The database has not answered since {{time}}: what is shown is as it was then.',
    zh: '数据库自{{time}}起没有响应，显示的是当时的情况。',
  },
  'live.behind.engine': {
    en: 'Work has waited for the engine since {{time}}: clocks, calls and counts may be as they were then.',
    zh: '自{{time}}起有待处理的工作在等待引擎，时限、呼叫和各项数字可能停留在当时。',
  },
  'live.behind.picture': {
    en: 'What changed since {{time}} is still being read: the picture is as it was then.',
    zh: '{{time}}以后的变化仍在读取，总览显示的是当时的情况。',
  },
} satisfies WordTable
