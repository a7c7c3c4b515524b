import type { FaultWords } from './told.ts'

/** What acts refuse: playbooks, plans, teams, what people do by hand, imports. */
export const ACTS_TOLD: FaultWords = {
  CHANNEL_SILENT: {
    zh: ['通道没有回应。', '请检查它所连接的设备；恢复后未发出的消息会自动发出。'],
  },
  KEY_USED: {
    zh: ['同一操作标识已用于另一请求。', '请关闭对话框后重试。'],
    en: ['This was sent before with other contents.', 'Close the dialog and try again.'],
  },
  CAMPAIGN_OVER: {
    zh: ['该响应已经结束。', '请查看本县正在进行的响应。'],
    en: ['This campaign is over.', 'Look at the county for those in force.'],
  },
  GAP_FILLED: { zh: ['此处已不缺人：已有人补上，或已不再要求。', '请重新查看清单。'] },
  NOBODY_QUALIFIED: {
    zh: ['仍有缺额：本县没有符合身份和技能要求的人员。', '请指名指派，或从外地调人。'],
    en: [
      'Still missing: nobody in the county is of the kind and skill that is asked for.',
      'Give it to somebody by name, or bring people in from elsewhere.',
    ],
  },
  NOBODY_WITHIN_REACH: {
    zh: ['仍有缺额：规定距离内没有合适人员。', '请指名指派，或从外地调人。'],
    en: [
      'Still missing: nobody who may do it lives near enough.',
      'Give it to somebody by name, or bring people in from elsewhere.',
    ],
  },
  GIVING_OVERTAKEN: {
    zh: ['查找就近人员期间，他人已有指派或解除。', '请重新查看列表，再指派仍缺的部分。'],
    en: [
      'Others gave and ended duties there while the nearest were looked for.',
      'Look at the list again, and give what is still missing.',
    ],
  },
  NO_CAPACITY_LEFT: {
    zh: ['仍有缺额：附近合适人员均已请假，或职责已达上限。', '请指名指派，或先解除次要职责。'],
    en: [
      'Still missing: everybody near who may do it is away, or has as many duties as are allowed.',
      'Give it to somebody by name, or end a duty that matters less.',
    ],
  },
  HOLDER_FULL: {
    zh: ['此人承担的职责已达规定上限。', '请改派他人，或说明须超出上限的理由。'],
    en: [
      'This person carries as much already as the rule allows.',
      'Give it to somebody else, or say why they are to have more.',
    ],
  },
  UNDO_LATE: {
    zh: ['指派已超过10分钟，不能再撤销。', '可以解除职责，并说明原因。'],
    en: ['It was given more than ten minutes ago and can no longer be undone.', 'End the duty, with a reason.'],
  },
  ACT_UNKNOWN: { zh: ['没有找到该操作。', '请重新查看最近操作。'] },
  ACT_FINAL: {
    zh: ['该操作不能整体撤销。', '请人工反向处理，并说明原因。'],
    en: ['This cannot be undone as a whole.', 'Do the opposite by hand, with a reason.'],
  },
  ACT_LONG_AGO: {
    zh: ['该操作已超过10分钟，不能再撤销。', '请人工反向处理，并说明原因：期间可能已有人据此行动。'],
  },
  ACT_UNDONE: { zh: ['该操作已撤销，或其结果已全部不在。', '请在最近操作中查看撤销进度。'] },
  ACT_OVERTAKEN: {
    zh: ['该操作已不能整体撤销：响应已结束、预警已过期，或已有新的响应启动。', '请查看本县现状后再处理。'],
  },
  SUMMONS_ANSWERED: {
    zh: ['此人已经应答。', '请在呼叫中查看其答复；如仍未到位，可更换人员。'],
    en: ['This person has answered already.', 'Look at the answer; if nothing follows, give the duty to another.'],
  },
  SUMMONS_OVER: { zh: ['此人已被通知解除。', '如仍需要，请重新指派。'] },
  HOLDER_UNCALLED: {
    zh: ['尚未就此呼叫过此人：职责刚开始，或未经呼叫即已接手。', '请等待首次呼叫、直接打电话，或改派他人。'],
  },
  CALLOUT_OVER: {
    zh: ['这次呼叫已无待答复人员，无需停止。', '请在呼叫中查看答复。'],
    en: ['Nobody is waited for in this call-out any more.', 'Look at the call-out for the answers.'],
  },
  ANSWERED_SINCE: { zh: ['此人此后另有答复，以后者为准。', '如情况有变，请登记现在的答复。'] },
  WRITTEN_UNKNOWN: {
    zh: ['找不到这次登记的答复。', '请在呼叫中查看答复。'],
    en: ['These answers are not known.', 'Look at the call-out for what was said.'],
  },
  WRITTEN_LONG_AGO: {
    zh: ['登记已超过10分钟，不能再撤回。', '请登记现在的答复：以最后一次为准。'],
    en: ['It was written down more than ten minutes ago.', 'Write down what holds now: the last answer counts.'],
  },
  LADDER_BROKEN: {
    zh: ['这次呼叫的呼叫步骤缺失或无法读取，名单上的人没有被呼叫。', '请先自行打电话；查明呼叫步骤后再重试。'],
    en: [
      'The ladder of this call-out is missing or cannot be read.',
      'Call these people yourself; then look at the ladder.',
    ],
  },
  NOBODY_ABOVE: { zh: ['没有可再转交的副职或上级。', '请改派他人。'] },
  PLAN_IMPOSSIBLE: {
    zh: ['没有可行的方案：人员或容量不足。', '请增加人员或容量，或减少需求。'],
    en: ['There is no such plan: people or room are too few.', 'Add people or room, or ask for less.'],
  },
  PLAN_INVALID: {
    zh: ['所填要求无法编排。', '请更正后重试；未作任何更改。'],
    en: ['What is asked for makes no sense together.', 'Correct it and try again; nothing was changed.'],
  },
  TEAM_FEW: {
    zh: [
      '需要{needed}人，{where}周围{km}公里内只有{found}人可参加{home}。',
      '请减少人数、放宽距离，或允许另有职责的人员参加。',
    ],
  },
  TEAM_BRANCHES: {
    zh: [
      '需要{needed}人；成员不足{smallBelow}人的支部至多派1人，只有{found}人可参加。',
      '请放宽距离、减少人数，或允许小支部多派人。',
    ],
  },
  TEAM_LEADERLESS: {
    zh: [
      '{where}周围{km}公里内可参加的人员中无人能带队（书记、副书记，或有“leader”技能）{home}。',
      '请放宽距离、允许另有职责的人员参加，或在名册中登记此技能。',
    ],
  },
  TEAM_SKILL: {
    zh: [
      '需要具备技能“{skill}”的{needed}人，{where}周围{km}公里内只有{found}人可参加{home}。',
      '请减少该技能人数、放宽距离，或允许另有职责的人员参加。',
    ],
  },
  TEAM_INSISTED: {
    zh: [
      '指定的人员中有两人同属{unit}，该支部成员不足{smallBelow}人，至多派1人。',
      '请换下其中一人，或允许小支部多派人。',
    ],
  },
  TEAM_TOGETHER: {
    zh: [
      '{where}周围{km}公里内各项要求可分别满足，但无法同时满足。最好的情况仍缺：{missing}。',
      '请增加人数、放宽距离，或减少要求。',
    ],
  },
  TEAM_TAKEN: { zh: ['{person}届时已在其他队中：{team}。', '请另选人员，或先解散该队。'] },
  PERSON_GONE: { zh: ['{person}已不在本县任何组织中。', '请重新查找人选。'] },
  TEAM_SPAN: {
    zh: ['起止时间有误。', '请从现在或以后开始，并晚于开始时间结束。'],
    en: [
      'The team would begin in the past, or end before it begins.',
      'Let it begin now or later, and end after that.',
    ],
  },
  TEAM_UNDER: { zh: ['本县没有组织负责{area}，工作队无所隶属。', '请从某一组织的页面组建。'] },
  TEAM_OVER: {
    zh: ['{unit}已经解散。', '请查看其以往情况。'],
    en: ['{unit} is dissolved already.', 'Look at it for what it was.'],
  },
  UNIT_NO_TEAM: { zh: ['{unit}不是工作队或突击队。', '只有此类队伍可这样解散。'] },
  RULE_UNKNOWN: { zh: ['预案中没有规则“{rule}”。', '可选规则：{known}。'] },
  PLAYBOOK_UNKNOWN: { zh: ['没有预案“{playbook}”。', '请查看预案清单。'] },
  IMPORT_UNREADABLE: { zh: ['{file}无法读取。', '请打开后另存，再试一次。'] },
  IMPORT_FORMAT: {
    zh: ['{file}是{format}，此处无法读取。', '请用电子表格软件打开（取消密码），另存为.xlsx或UTF-8编码的CSV。'],
  },
  IMPORT_TOO_LARGE: {
    zh: ['{file}超过读取上限：最多{limit}{what}。', '请删除空白的行、列和合并单元格，或分成几个文件。'],
  },
  IMPORT_MEMORY: { zh: ['读取{file}所需内存超过{limit} MiB。', '请分成几个文件。'] },
  IMPORT_TIME: { zh: ['{file}在{limit}秒内未能读完。', '请分成几个文件，或另存为UTF-8编码的CSV。'] },
  IMPORT_ENCODING_UNSURE: {
    zh: ['无法判断{file}的文字编码，可能是：{samples}。', '请选择显示正确的一种，或将文件另存为UTF-8编码。'],
    en: [
      'In which encoding {file} is written cannot be told. It may be {samples}.',
      'Choose the one that reads right, or save the file in UTF-8.',
    ],
  },
  IMPORT_ENCODING_UNKNOWN: { zh: ['没有名为“{encoding}”的编码。', '可选：{known}。'] },
  IMPORT_EMPTY: { zh: ['{file}中没有数据行。', '请确认文件是否正确。'] },
  IMPORT_SHEET_UNKNOWN: { zh: ['{file}中没有工作表“{sheet}”。', '请选择现有的工作表：{known}。'] },
  IMPORT_NOT_WGS84: {
    zh: ['{file}使用坐标系{crs}，不是WGS 84（或与其相差不超过两米）的经纬度。', '请另存为WGS 84（EPSG:4326）。'],
  },
  IMPORT_COLUMN_UNKNOWN: { zh: ['文件中没有“{column}”列。', '可选：{known}。'] },
  IMPORT_COLUMN_MISSING: { zh: ['缺少必填字段对应的列。', '请指定该列；文件中有：{known}。'] },
  IMPORT_UNKNOWN: {
    zh: ['找不到这次导入。', '请查看导入清单。'],
    en: ['This import is not known.', 'Look at the list of imports.'],
  },
  IMPORT_STATE: {
    zh: ['这次导入当前不能这样处理。', '请查看其状态；如已放弃，请重新上传文件。'],
    en: [
      'This import can no longer be changed like this.',
      'Look at how it stands; send the file again if it was dropped.',
    ],
  },
  IMPORT_BUSY: {
    zh: ['这次导入正在处理中。', '请等待处理完成。'],
    en: ['This import is being worked on.', 'Wait until that is done.'],
  },
  IMPORT_OPTION_MISSING: {
    zh: ['还缺一项必要的选项。', '请在选项中填写。'],
    en: ['To read this, one more option is needed: {option}.', 'Say it among the options.'],
  },
  IMPORT_OVERTAKEN: {
    zh: ['读取之后登记册有了变化，现在接受会得到不同的结果：{differs}。', '请重新读取文件，核对后再接受。'],
    en: [
      'Since the file was read the register has changed, and accepting it would do something else now: {differs}.',
      'Read the file again, and look at what it would write.',
    ],
  },
  ZONE_UNKNOWN: { zh: ['“{zone}”不是时区。', '请填写IANA时区，如Asia/Shanghai，或时差，如+08:00。'] },
}
