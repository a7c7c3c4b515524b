import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import type { SubjectShape } from '../../client/subjects.ts'
import { useActs } from '../acts/use-acts.ts'
import { useBoard } from '../api/board.ts'
import { useListDefs } from '../api/lists.ts'
import { subjectKey } from '../api/subjects.ts'
import { useLooking } from '../looking.ts'
import { useDoingsOf } from '../subject/doings-of.ts'
import { startTour } from '../tour/tour.tsx'
import { useName } from '../ui/terms.ts'
import { nameIn } from '../words/format.ts'
import { LANGS } from '../words/table.ts'
import { hasWord, sayIn, useWords, type WordKey } from '../words/words.ts'

/** Something that can be begun from the keyboard. */
export interface BarCommand {
  label: string
  /** All by which it is found, in both languages, in small letters. */
  words: string
  /** An act on what is looked at, and not a screen. */
  acts: boolean
  /** The search stays open: something has to be chosen there. */
  stays?: boolean
  run: () => void
}

const SCREENS = [
  ['shell.picture', '/', 'picture overview map home 总览 首页 地图'],
  ['shell.lists', '/lists', ''],
  ['shell.import', '/import', 'upload file 上传 文件'],
  ['shell.playbooks', '/playbooks', 'rules 规则'],
  ['shell.exercise', '/exercise', 'drill demo flood replay 演练'],
  ['shell.print', '/print/ics204', 'ics 204 assignments paper 任务单'],
  ['search.print-211', '/print/ics211', 'ics 211 check-in print paper 签到 打印'],
  ['search.print-214', '/print/ics214', 'ics 214 activity log print paper 活动 打印'],
  ['search.faults', '/faults', 'errors problems 错误 问题'],
] as const satisfies readonly (readonly [WordKey, string, string])[]

/** Every screen, what changes how the board looks, and the acts on what is looked at. `pickAway` asks who is away. */
export function useCommands(pickAway: () => void): BarCommand[] {
  const { lang, choose } = useWords()
  const navigate = useNavigate()
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const { data: lists } = useListDefs()
  const { at, look } = useLooking()
  const onThis = useCommandsHere()
  const other = LANGS.find((l) => l !== lang) ?? lang
  const command = (key: WordKey, more: string, run: () => void): BarCommand => ({
    ...worded(lang, key, more),
    acts: false,
    run,
  })
  const open = (to: string) => () => void navigate({ to: to as never })

  const opened = (lists?.items ?? []).filter((def) => def.needs.every((keys) => keys.includes('area')))
  return [
    ...onThis,
    { ...command('absence.note', 'away ill sick leave 病假 不在', pickAway), acts: true, stays: true },
    ...SCREENS.map(([key, to, more]) => command(key, more, open(to))),
    ...opened.flatMap(({ list }) =>
      hasWord('list', list) ? [command(`list.${list}` as WordKey, `list 清单 ${list}`, open(`/lists/${list}`))] : [],
    ),
    command('app.language', 'language 语言 english chinese 中文', () => choose(other)),
    command(dark ? 'app.theme.light' : 'app.theme.dark', 'dark light theme night 深色 浅色 夜间 主题', () =>
      setColorScheme(dark ? 'light' : 'dark'),
    ),
    ...(at ? [command('time.to-now', 'now live 现在 实时', () => look({ at: null }))] : []),
    command('shell.tour', 'help tour 帮助', startTour),
    command('shell.status', 'status health 状态', () => location.assign('/status')),
  ]
}

/** What may be done with what is on the screen: the subject of a page, or where the picture looks. */
function useCommandsHere(): BarCommand[] {
  const { lang, say } = useWords()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const queries = useQueryClient()
  const looking = useLooking()
  const name = useName()
  const acts = useActs()
  const doingsOf = useDoingsOf()
  const { data: board } = useBoard()
  if (looking.at) return []
  const [, kind, id] = /^\/subjects\/([^/]+)\/([^/]+)/.exec(path) ?? []
  if (kind && id) {
    const subject = queries.getQueryData<SubjectShape>(subjectKey(kind, decodeURIComponent(id), looking))
    if (!subject) return []
    const title = name({ kind, name: subject.title, names: subject.names } as Parameters<typeof name>[0])
    return doingsOf(subject, title).map(({ says, act }) => {
      const { label, words } = worded(lang, says, title.toLowerCase())
      return { label: say('search.act-on', { act: label, name: title }), words, acts: true, run: act }
    })
  }
  const [campaign] = board?.campaigns ?? []
  if (
    path !== '/' ||
    !board ||
    !campaign ||
    looking.tree !== 'area' ||
    board.district === '' ||
    board.total.unheld === 0
  )
    return []
  const area = nameIn(lang, board.total)
  const about = { district: board.district, campaign: campaign.id, areas: [board.node], n: board.total.unheld, area }
  const { label, words } = worded(lang, 'subject.do.plan', area.toLowerCase())
  return [{ label: say('search.act-on', { act: label, name: area }), words, acts: true, run: () => acts.plan(about) }]
}

function worded(lang: (typeof LANGS)[number], key: WordKey, more: string): Pick<BarCommand, 'label' | 'words'> {
  const both = LANGS.map((each) => sayIn(each)(key))
  return { label: sayIn(lang)(key), words: `${both.join(' ')} ${more}`.toLowerCase() }
}
