import type { WordTable } from './table.ts'

/** Words that every screen uses. A room's own words stand in its own `words.ts`. */
export const COMMON = {
  'app.name': { en: 'Muster', zh: '集结' },
  'app.skip': { en: 'Skip to the content', zh: '跳到主要内容' },
  'app.language': { en: '中文', zh: 'English' },
  'app.theme.light': { en: 'Light colours', zh: '浅色' },
  'app.theme.dark': { en: 'Dark colours', zh: '深色' },

  'state.unheld': { en: 'nobody on it', zh: '无人负责' },
  'state.late': { en: 'late', zh: '逾期未报' },
  'state.held': { en: 'answered for', zh: '已落实' },
  'state.free': { en: 'nothing required', zh: '无要求' },
  'state.unknown': { en: 'unknown', zh: '情况不明' },

  'kind.area': { en: 'Area', zh: '区域' },
  'kind.place': { en: 'Place', zh: '地点' },
  'kind.unit': { en: 'Unit', zh: '组织' },
  'kind.person': { en: 'Person', zh: '人员' },
  'kind.campaign': { en: 'Campaign', zh: '响应' },
  'kind.warning': { en: 'Warning', zh: '预警' },
  'kind.callout': { en: 'Call-out', zh: '呼叫' },
  'kind.record': { en: 'Record', zh: '记录' },
  'kind.proposal': { en: 'Plan', zh: '方案' },

  'place.household': { en: 'Household', zh: '住户' },
  'place.dam-section': { en: 'Dam section', zh: '堤段' },
  'place.village': { en: 'Village', zh: '村' },
  'place.shelter': { en: 'Shelter', zh: '安置点' },
  'place.gate': { en: 'Gate', zh: '闸口' },
  'place.grid': { en: 'Grid', zh: '网格' },
  'place.checkpoint': { en: 'Checkpoint', zh: '卡口' },

  'do.close': { en: 'Close', zh: '关闭' },
  'do.cancel': { en: 'Cancel', zh: '取消' },
  'do.again': { en: 'Try again', zh: '重试' },
  'do.undo': { en: 'Undo', zh: '撤销' },
  'do.open': { en: 'Open', zh: '打开' },
  'do.more': { en: 'Show more', zh: '显示更多' },
  'do.copy-link': { en: 'Copy the link', zh: '复制链接' },
  'do.print': { en: 'Print', zh: '打印' },
  'do.download': { en: 'Download', zh: '下载' },

  'wait.loading': { en: 'Loading…', zh: '正在加载…' },
  'wait.long': { en: 'Still loading. It takes longer than usual.', zh: '仍在加载，比平时慢。' },
  'fault.title': { en: 'This could not be shown', zh: '无法显示' },
  'fault.title.again': { en: 'This could not be read anew', zh: '未能更新' },
  'fault.shown-of': { en: 'What stands below was read at {{moment}}.', zh: '以下内容读取于{{moment}}。' },
  'fault.gateway': {
    en: 'Something between here and the server answered {{status}} in its place.',
    zh: '中间的代理代替服务器返回了{{status}}。',
  },
  'fault.offline': { en: 'The server does not answer.', zh: '服务器没有响应。' },
  'fault.offline.do': {
    en: 'Check the connection. It is tried again by itself.',
    zh: '请检查网络连接，系统会自动重试。',
  },
  'fault.lost': { en: 'There is nothing at this address', zh: '此地址没有内容' },
  'fault.lost.do': { en: 'Go to the picture', zh: '回到总览' },

  'time.now': { en: 'now', zh: '现在' },
  'time.unknown': { en: 'not known', zh: '不详' },
  'time.open': { en: 'until ended', zh: '直到结束' },
  'time.ago': { en: '{{for}} ago', zh: '{{for}}前' },
  'time.in': { en: 'in {{for}}', zh: '{{for}}后' },
  'n.people_one': { en: '{{count, number}} person', zh: '{{count, number}}人' },
  'n.people_other': { en: '{{count, number}} people', zh: '{{count, number}}人' },
} satisfies WordTable
