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

  'live.on': { en: 'Live', zh: '实时' },
  'live.lost': {
    en: 'No connection since {{time}}. It is tried again by itself.',
    zh: '自{{time}}起失去连接，系统正在重试。',
  },
  'live.wait': { en: 'Connecting…', zh: '正在连接…' },
} satisfies WordTable
