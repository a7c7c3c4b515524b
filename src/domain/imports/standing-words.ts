import { fold, readFlag } from './clean.ts'
import { readDate } from './read-when.ts'

/**
 * What a word says of whether somebody still is one of the people: `here`; `left` the unit that the row names; `dead`, or put out
 * of the whole organisation; or `off`, of whom only somebody who knows them can say it.
 */
export type StandingWord = 'here' | 'left' | 'dead' | 'off'

const WORDS: Readonly<Record<StandingWord, string>> = {
  here: `
    active, in service, in post, on duty, serving, current, present, employed, enrolled, registered, normal, valid, ok, alive, living
    在职 在岗 在籍 在册 在队 在编 在任 在位 在党 正常 有效 现役 现任 在役 健在 正式 预备 在職 在崗 在籍黨員
    aktiv, actif, active, activo, activa, aktif, активен`,
  left: `
    left, has left, gone, departed, resigned, quit, withdrawn, withdrew, dismissed, terminated, discharged, released, removed, former,
    ex, ex member, former member, no longer a member, no longer member, not a member, moved, moved away, moved out, relocated,
    transferred, transferred out, transfer out, cancelled, canceled, deleted, ended
    退会 退出 退队 退社 退群 离开 离队 离职 离任 离岗 离会 离社 离去 辞职 辞退 辞去 转出 转走 转移 转出组织关系 组织关系转出 调出 调离 调走
    迁出 迁走 搬走 搬离 搬出 外迁 解聘 解除 解约 注销 销户 清退 劝退 退職 退會 退隊 離開 離職 離隊 轉出 調離 調出 遷出 辭職 註銷
    ausgetreten, ausgeschieden, verzogen, weggezogen, ehemalig, parti, partie, demissionne, démissionné, baja, keluar, pindah`,
  dead: `
    deceased, dead, died, passed away, killed, expelled, struck off, excluded, banned
    故 亡 死 已故 去世 逝世 死亡 病故 病逝 身故 亡故 故去 过世 离世 辞世 逝去 牺牲 殉职 死了 病亡 因病去世 因公牺牲 死者
    退党 脱党 自行脱党 出党 开除 除名 开除党籍 党内除名 被开除 開除 除名 過世 離世 犧牲 退黨
    verstorben, gestorben, tot, ausgeschlossen, decede, décédé, décédée, fallecido, fallecida, muerto, meninggal, meninggal dunia, almarhum, умер, умерла`,
  off: `
    inactive, not active, suspended, on leave, leave of absence, on hold, dormant, lapsed, expired, paused, passive, disabled, blocked,
    retired, away, absent, unavailable, unreachable, sick, sick leave, maternity leave, parental leave, not in service, off duty, unknown
    停职 停薪留职 停用 停止 暂停 冻结 禁用 休假 请假 病假 产假 事假 休养 休职 长期休假 长期病假 不在岗 不在职 待岗 退休 内退 离休 退养 退居二线
    失联 失去联系 外出 在外 流动 流动党员 外出务工 停止党籍 留党察看 不活跃 未激活 无效 停職 休職 請假 凍結 暫停 失聯
    inaktiv, beurlaubt, ruhend, pensioniert, inactif, suspendu, inactivo, suspendido, nonaktif, cuti, pensiun`,
}

const MEANING = new Map(
  Object.entries(WORDS).flatMap(([is, words]) =>
    words
      .split(/[,\n]|\s+(?=\p{Script=Han})/u)
      .flatMap((word) => (/\p{Script=Han}/u.test(word) ? word.trim().split(/\s+/) : [word.trim()]))
      .filter(Boolean)
      .map((word) => [bare(word), is as StandingWord] as const),
  ),
)

/** What a whole cell says, `已病故（2024年3月）` as `病故`; undefined for a word that is not known. */
export function standingOf(written: string): StandingWord | undefined {
  return MEANING.get(bare(written))
}

/** Without what is said of when it was, and the particles of what is done. */
function bare(written: string): string {
  const outside = written.normalize('NFKC').replace(/[([【].*[)\]】]/g, ' ')
  const plain = fold(/[\p{L}]/u.test(outside) ? outside : written)
    .replace(/\d+ ?[年月日号]?(?:初|底|中旬|上旬|下旬)?/g, ' ')
    .replace(/\b(?:on|in|since|has|is|was|been)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  // 已病故, 于2024年3月去世, 死了
  return plain.replace(/^(?:已经|业已|已于|已|于) ?(?=\p{Script=Han})/u, '').replace(/(?<=\p{Script=Han})了$/u, '')
}

/** Words inside a remark that say that somebody is gone, or may be. Only such a word is taken out of it. */
const IN_REMARK =
  /已故|去世|逝世|病故|病逝|身故|亡故|过世|離世|离世|牺牲|殉职|死亡|开除|除名|退党|退会|退队|离队|离职|转出|调离|调出|迁出|搬走|停职|失联|deceased|died|passed away|expelled|resigned|moved away|left the|no longer a member|suspended|verstorben|ausgetreten|verzogen|décédée?|fallecid[oa]|meninggal/iu

export function standingInRemark(written: string): string | null {
  return IN_REMARK.exec(written)?.[0] ?? null
}

/** What stands in a column of those who are gone: a yes, a day, or a word. Undefined where it is none of them; null: nobody is gone. */
export function goneCell(written: string): { day: ReturnType<typeof readDate> } | StandingWord | null | undefined {
  const flag = readFlag(written)
  if (flag === true) return { day: null }
  if (flag === false || flag === null) return null
  const day = readDate(written)
  return day ? { day } : standingOf(written)
}
