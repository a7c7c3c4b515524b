import type { WordTable } from '../words/table.ts'

export const TOUR = {
  'tour.invite': { en: 'First time here?', zh: '第一次使用？' },
  'tour.invite.says': {
    en: 'One minute shows you where things are.',
    zh: '用一分钟了解各部分。',
  },
  'tour.start': { en: 'Show me round', zh: '开始导览' },
  'tour.not-now': { en: 'Not now', zh: '暂不' },
  'tour.back': { en: 'Back', zh: '上一步' },
  'tour.next': { en: 'Next', zh: '下一步' },
  'tour.end': { en: 'Done', zh: '完成' },
  'tour.skip': { en: 'Skip', zh: '跳过' },
  'tour.step': { en: '{{n}} of {{of}}', zh: '第{{n}}步，共{{of}}步' },

  'tour.where': { en: 'Where you look', zh: '查看位置' },
  'tour.where.says': {
    en: 'The tree of areas, or of your organisation. The large number is the share of what is required that somebody answers for. Choose a name to go there.',
    zh: '区域树或组织树。大号数字是各项要求中已有人负责的比例。点击名称即可前往。',
  },
  'tour.map': { en: 'The same, on the map', zh: '同样内容的地图' },
  'tour.map.says': {
    en: 'Dams are lines, households are dots. Red with crosses: nobody. Amber and dashed: late. Green: answered for. What is warned is hatched.',
    zh: '堤防以线表示，住户以点表示。红色带叉：无人负责；琥珀色虚线：逾期未报；绿色：已落实。斜线部分为预警范围。',
  },
  'tour.next-up': { en: 'What to do next', zh: '下一步做什么' },
  'tour.next-up.says': {
    en: 'The gravest first. Each row has the button that ends it: call the nearest, make a plan, give it to somebody.',
    zh: '最紧急者在前。每行都有可解决它的按钮：呼叫最近者、编排方案、指派他人。',
  },
  'tour.call': { en: 'Who is being called', zh: '正在呼叫谁' },
  'tour.call.says': {
    en: 'How many heard it, come, and are there, and what happens by itself if they stay silent.',
    zh: '多少人已收到、将到位、已到位；若无应答，系统接下来会自动做什么。',
  },
  'tour.time': { en: 'Any moment', zh: '任一时刻' },
  'tour.time.says': {
    en: 'Drag to see everything on the screen as it stood then, or play it. At the right end it is now, and live.',
    zh: '拖动即可看到当时屏幕上的全部情况，也可以播放。最右端为现在，实时更新。',
  },
  'tour.try': { en: 'Try it with a flood', zh: '用一场洪水来试' },
  'tour.try.says': {
    en: 'An exercise replays the flood of July 2020 on this county. Nobody is really called. The large button under “Do next” plays it, or the menu, under “Exercise”.',
    zh: '演习会在本县重演2020年7月的洪水，不会真正呼叫任何人。点“下一步”中的大按钮，或菜单中的“演习”即可开始。',
  },
} satisfies WordTable
