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
  'search.actions': { en: 'Go to', zh: '前往' },
  'search.found': { en: 'Found', zh: '查找结果' },
  'search.close': { en: 'name is close', zh: '名称相近' },
} satisfies WordTable
