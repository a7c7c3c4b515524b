import type { WordTable } from '../words/table.ts'

export const SEARCH = {
  'search.prompt': {
    en: 'A name, pinyin or initials, a code, or an action',
    zh: '姓名或名称、拼音或首字母、编码、操作',
  },
  'search.hint': {
    en: 'Type to find people, units, places, areas and campaigns.',
    zh: '输入以查找人员、组织、地点、区域和响应。',
  },
  'search.none': { en: 'Nothing is called that.', zh: '没有找到。' },
  'search.wait': { en: 'Searching…', zh: '正在搜索…' },
  'search.actions': { en: 'Go to, or do', zh: '前往或操作' },
  'search.act-on': { en: '{{act}}: {{name}}', zh: '{{act}}：{{name}}' },
  'search.who-away': { en: 'Who is away? A name or a code', zh: '谁请假？姓名或编码' },
  'search.none-away': { en: 'An absence cannot be noted for this person here.', zh: '此处不能为此人登记请假。' },
  'search.print-211': { en: 'Print the check-in list (ICS 211)', zh: '打印签到表（ICS 211）' },
  'search.print-214': { en: 'Print the activity log (ICS 214)', zh: '打印活动日志（ICS 214）' },
  'search.faults': { en: 'What does not work', zh: '未能完成的事项' },
  'search.latin': { en: '{{latin}} (pinyin)', zh: '{{latin}}' },
  'search.found': { en: 'Found', zh: '查找结果' },
  'search.close': { en: 'name is close', zh: '名称相近' },
} satisfies WordTable
