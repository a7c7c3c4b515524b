import type { Lang } from '../words/table.ts'

/** Why a row is not taken or what was mended in it, in Chinese, by the codes of src/domain/imports/reasons.ts. */
const REASONS_ZH: Readonly<Record<string, string>> = {
  MISSING: '“{column}”为空',
  RAGGED: '该行有{value}格，而表头只有{columns}格；单元格内的分隔符须加引号',
  STRAY_QUOTE_REFUSED: '该行中间有多余的引号，无法区分各格：{value}',
  BAD_CHARACTER: '“{column}”含有文本中不允许的字符（如NUL）：{value}',
  CELL_TOO_LONG: '“{column}”有{value}个字符，一格最多{limit}个',
  LETTERS_LOST: '“{column}”的值“{value}”中有文字在此前已丢失，请重新填写',
  BAD_CODE: '“{column}”的值“{value}”不是有效编码',
  BAD_DATE: '“{column}”的值“{value}”不是日期，请写成2020、2020-07或2020-07-09',
  CELL_ERROR: '“{column}”是公式错误{value}，请填入实际值',
  CELL_UNCOUNTED: '“{column}”是公式，文件中没有其结果；请打开后重新保存，或粘贴为数值',
  TIME_ONLY: '“{column}”的值“{value}”只有时间没有日期，请在前面写明日期',
  DATE_IS_NUMBER: '“{column}”的值“{value}”是数字而非日期；请以文本写成2020-10，或将单元格设为日期格式',
  BAD_NUMBER: '“{column}”的值“{value}”不是数字',
  BAD_KIND: '“{column}”的值“{value}”不在可选范围内：{known}',
  DATES_CROSSED: '结束日期{value}早于开始日期',
  DUPLICATE: '与第{other}行相同',
  CONTRADICTS: '“{column}”此处为“{value}”，第{other}行为“{kept}”',
  AMBIGUOUS: '“{column}”的值“{value}”对应多个：{known}',
  UNKNOWN: '没有“{column}”为“{value}”的记录',
  CYCLE: '{value}成了自己的上级',
  PARENT_REFUSED: '其上级{value}未被读取',
  NO_SHAPE: '没有位置或图形',
  BAD_SHAPE: '图形无法读取：{value}',
  OFF_GLOBE: '位置{value}不在地球上',
  WRONG_SHAPE: '图形是{value}，此处应为{known}',
  TOO_SHORT: '线段没有长度',
  OUTSIDE: '不在任何已知区域内',
  OTHER_DISTRICT: '现属区县{kept}，导入不会将其移到{value}',
  TAKEN: '该时段已有他人担任“{value}”',
  OWN_OVERLAPS: '该承担人在该时段已担任“{value}”（{kept}）；只有尚未开始、结束时间相同的，才能改动其开始时间',
  PAST: '已经结束，过去的记录不可更改',
  MERGED: '与{value}合并，首见于第{other}行',
  STRAY_QUOTE: '多余的引号已忽略：{value}',
  MERGE_FILLED: '合并单元格“{value}”已填入其余{count}格',
  TOTAL_LEFT_OUT: '合计行不读取：{value}',
  NOTE_LEFT_OUT: '说明行不读取：{value}',
  HEADERS_LEFT_OUT: '重复的表头不读取：{value}',
  HIDDEN_SHEET: '工作表“{value}”在文件中是隐藏的',
  HIDDEN_ROWS: '{count}个隐藏行未读取：{value}；如需读取，请在文件中取消隐藏',
  HIDDEN_COLUMNS: '隐藏列未读取：{value}；如需读取，请在文件中取消隐藏',
  UNSEEN_CELLS: '有{count}个单元格的文字与背景同色、无法看见，但已读取：{value}；如非所需，请清除',
  SHEET_ALIKE: '工作表“{value}”表头相同，另有{count}行未读取；请选择该工作表后再次读取',
  SHEET_NOT_READ: '工作表“{value}”另有{count}行未读取，可选择该工作表读取',
  STRUCK_ROW: '带删除线的行不读取：{value}',
  STRUCK_CELL: '{column}带删除线的内容不读取：{value}',
  STRUCK_PART: '{column}中带删除线的部分不读取：{value}',
  PARENT_MENDED: '“{column}”的值“{value}”按“{kept}”读取，另有{count}行相同',
  UNNAMED: '“{column}”为空，命名为“{kept}”',
  LEFT_OUT: '“{column}”的值“{value}”无法理解，已略去',
  DEFAULTED: '“{column}”的值“{value}”无法理解，按“{kept}”处理',
  NAME_DIFFERS: '此处名为“{value}”，第{other}行名为“{kept}”，保留后者',
  RING_CLOSED: '未闭合的图形已闭合',
  SHAPE_CUT: '图形跨越180度经线，已在该处切开',
  SHAPE_WRAPPED: '超过180度的经度已折回',
  CRS_NEAR: '坐标系“{value}”（{kept}）按WGS 84读取，两者相差不超过两米',
  AXES_TURNED: '坐标按“{value}”的约定纬度在前，已据此读取',
  LINE_SPLIT: '各段不相连，{value}的桩号重新起算',
  CLOCK_SKIPPED: '“{column}”的值“{value}”因{zone}时钟拨快而不存在，按{kept}处理',
  CLOCK_TWICE: '“{column}”的值“{value}”因{zone}时钟拨慢出现两次，取第一次',
  AREA_BY_SHAPE: '“{column}”的值“{value}”与图形不符，以图形为准',
  MOVED: '{value}由{kept}移至{other}，其在{kept}的职责结束',
  TOO_LONG: '“{column}”过长：{value}',
  REFUSED: '登记册未接受该行：{value}',
  LEFT_BY_CHOICE: '{value}：按所作决定不导入',
  GONE: '{name}未导入：“{column}”为“{value}”',
  GONE_ELSEWHERE: '{name}：“{column}”为“{value}”，但在登记册中属于{kept}，未作变更',
  STATUS_OFF: '{name}：“{column}”为“{value}”；仍可应召，还是已离开？',
  STATUS_UNKNOWN: '{name}：“{column}”的值“{value}”无法理解；仍可应召，还是已离开？',
  WHO_CODE: '编码{value}属于{known}，此处却是{name}（{unit} {phone}）：是否同一人？',
  WHO_NAME: '{value}（{unit} {phone}）与已有人员同名：{known}；是否同一人？',
  WHO_NAMESAKE: '{value}（{unit} {phone}）与同一支部的{known}同名，且无法以号码区分；是否同一人？',
  WHO_HOLDER: '“{column}”的值“{value}”有多人同名：{known}；指的是谁？',
  FAR: '{value}距其所属区域{kept}约{km}公里，请核对坐标（经纬度是否颠倒）',
  HOME_FAR: '{value}的住处距{kept}约{km}公里，请核对',
  HOME_LEFT_OUT: '{value}的住处距{kept}约{km}公里，已略去，请核对坐标',
  HANGS_HIGHER: '{value}因缺少中间一级，直接归于{kept}',
  RECODED: '{value}为新增，与{kept}同名；如系代码变更，请在“原代码”列注明',
  NUMBER_READ: '“{column}”的值“{value}”按{kept}读取',
  NUMBER_UNSURE: '“{column}”的值“{value}”可能有多种读法，已略去；请不要写千位分隔符',
  LETTERS_LOST_HERE: '“{column}”的值“{value}”中有文字在此前已丢失',
  TWICE_ENCODED: '“{value}”被重复编码，按“{kept}”读取',
  PHONE_WORDS: '“{column}”的值“{value}”按{kept}读取',
  ROLES_SPLIT: '“{column}”的值“{value}”按多个职务读取：{kept}',
  ROLE_KEPT: '“{column}”的值“{value}”按原文保留，不视为本组织书记或副书记',
  TWICE: '{name}（号码{value}）已存在（{kept}），是否重复？',
  SHARED_PHONE: '{name}的号码{value}也是{other}（{kept}）的号码，呼叫只能接通其中一人',
  TOP_BY_HOLE: '因“{column}”为空，{value}没有上级，列为最上级',
  ZEROS: '编码{value}为新增，而{kept}已存在，两者只差前面的零',
  CASE: '编码{value}为新增，而{kept}已存在，两者只差大小写',
  ZEROS_SAME: '{value}按{kept}读取，姓名和支部相同，只差前面的零；如是另一人，请回答“other”',
  NAMESAKE: '{value}与第{other}行同名同支部，号码不同，按另一人处理',
  BY_NAME: '“{column}”的值“{value}”按姓名找到：{kept}',
  ROLE_UNASKED: '“{column}”的值“{value}”不是任何预案要求的角色，担任者不计入落实',
  ROLE_UNASKED_NEAR: '“{column}”的值“{value}”不是任何预案要求的角色，担任者不计入落实；是否指{kept}？',
  DITTO: '“{column}”下有{count}处“同上”符号，按上一格读取',
  LEAVES: '{value}于{at}离开，其{duties}项职责随之结束',
  POSTS_END: '{value}卸任已离开组织的{duties}个职务',
  CLOSES: '{value}于{at}撤销：{people}人、{posts}项职务和职责、{units}个下级组织转入{kept}',
  CLOSES_BARE:
    '{value}于{at}撤销，未注明继任组织：{people}人无所属组织，{posts}项职务和职责结束，{units}个下级组织归原上级',
  RESEMBLES: '{value}为新增，但与{kept}写法相近',
}

interface Reason {
  code: string
  says: string
  column: string | null
  details: Record<string, string | number>
}

/**
 * Why, in the reader's language: the server's sentence is English. It names a field where no column of the file stands for
 * it; `sayField` says that one.
 */
export function tellReason(lang: Lang, reason: Reason, sayField: (field: string) => string): string {
  const text = lang === 'zh' ? REASONS_ZH[reason.code] : undefined
  if (text === undefined) return reason.says
  const details: Reason['details'] = { ...reason.details, ...(reason.column && { column: sayField(reason.column) }) }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
}
