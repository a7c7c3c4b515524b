import type { Lang } from './table.ts'

/** What the server refused or could not do. `details` fill the sentences; a row among several that was refused has none. */
export interface FaultTold {
  code: string
  says: string
  do: string
  details?: Record<string, unknown>
}

type Told = readonly [says: string, does: string]

/**
 * What is wrong and what helps, by the codes of src/base/errors.ts: in Chinese, and in English where the server's own
 * sentence speaks to programs. `{name}` is filled from the details; a sentence whose details are not there is not used.
 */
const FAULTS: Readonly<Record<string, { zh: Told; en?: Told }>> = {
  BAD_INPUT: { zh: ['所填内容有误。', '请更正后重试。'] },
  DB_SHORT: {
    zh: ['数据库空间或资源不足，本次操作未保存。', '请稍后重试；如仍如此，请联系管理员腾出磁盘空间或内存。'],
    en: [
      'The database is out of room: nothing of this was saved.',
      'Try again in a moment. If it goes on, whoever runs the server has to make room on its disk or in memory.',
    ],
  },
  DB_READ_ONLY: {
    zh: ['数据库暂时不能写入，本次操作未保存。', '请稍后重试；如仍如此，请联系管理员。'],
    en: ['The database takes no writes just now: nothing of this was saved.', 'Try again in a moment.'],
  },
  DB_SLOW: {
    zh: ['数据库响应过慢，本次操作已取消。', '请稍后重试，或缩小查询范围。'],
    en: ['The database took too long, and was stopped.', 'Try again in a moment, or narrow what is asked.'],
  },
  DB_REOPENING: {
    zh: ['数据库出现故障，正在重新打开。', '请几秒后重试。'],
    en: ['The database broke down and is being opened again.', 'Try again in some seconds.'],
  },
  DB_GONE: {
    zh: ['数据库已停止，本次操作未保存。', '请联系管理员重新启动 Muster。'],
    en: ['The database has ended: nothing of this was saved.', 'Whoever runs the server has to start Muster again.'],
  },
  DB_FOLDER_BUSY: {
    zh: ['数据文件夹 {folder} 正被另一进程使用（进程号 {pid}）。', '请停止该进程，或用 MUSTER_DATA 指定其他文件夹。'],
  },
  DB_UNREACHABLE: {
    zh: ['数据库没有响应。', '请稍后重试；如仍如此，请联系管理员。'],
    en: ['The database does not answer.', 'Try again in a moment. If it goes on, tell whoever runs the server.'],
  },
  STOPPING: {
    zh: ['服务器正在停止，本次操作未执行。', '请几秒后重试。'],
    en: ['The server is being stopped: what was asked is not done.', 'Try again in some seconds.'],
  },
  BAD_CURSOR: { zh: ['翻页标记无效。', '请从第一页重新打开。'] },
  AREA_UNKNOWN: { zh: ['没有编码为“{code}”的区域。', '请按名称搜索。'] },
  UNIT_UNKNOWN: {
    zh: ['找不到该组织。', '请按名称搜索。'],
    en: ['This unit is not in the register.', 'Search for it by name.'],
  },
  PERSON_UNKNOWN: {
    zh: ['本县名册中没有此人。', '请按姓名搜索。'],
    en: ['This person is not in the register of this county.', 'Search by name.'],
  },
  PLACE_UNKNOWN: {
    zh: ['找不到该地点。', '请按名称或编码搜索。'],
    en: ['This place is not there any more.', 'Search for it by name or code.'],
  },
  CHANNEL_SILENT: {
    zh: ['通道没有回应。', '请检查它所连接的设备；恢复后未发出的消息会自动发出。'],
  },
  DUTY_UNKNOWN: {
    zh: ['找不到该职责。', '请查看该地点现有的职责。'],
    en: ['This duty is not there.', 'Look at the place for the duties it has.'],
  },
  DUTY_TAKEN: {
    zh: ['该时段已有人担任此职责。', '请先解除原职责，或更换责任人。'],
    en: ['Somebody already holds this role there at that time.', 'End that duty first, or replace its holder.'],
  },
  ABSENCE_UNKNOWN: {
    zh: ['找不到该请假登记。', '请查看此人的页面。'],
    en: ['This absence is not known.', 'Look at the person for those noted.'],
  },
  ABSENCE_OVER: { zh: ['该请假已经结束。', '请查看此人的页面。'] },
  ABSENCE_SPAN: {
    zh: ['起止时间有误。', '结束时间须晚于开始时间和现在，也可留空。'],
    en: ['It ends before it begins, or is over already.', 'Let it end later, or leave its end out.'],
  },
  DUTY_SPAN: {
    zh: ['职责的结束时间不晚于开始时间。', '请选择更晚的结束时间，或不填。'],
    en: ['The duty would end before it begins.', 'Let it end later, or leave its end out.'],
  },
  RECORD_OTHER: { zh: ['此编号已用于另一条记录。', '请以新的编号发送更正。'] },
  RECORD_KIND: {
    zh: ['没有预案要求这一类别的报告。', '请选择预案中的类别。'],
    en: ['No playbook asks for reports of this kind.', 'Choose one that a playbook names.'],
  },
  ASIDE_UNKNOWN: { zh: ['没有这条另存的报告。', '请重新打开清单。'] },
  ASIDE_SETTLED: {
    zh: ['这条报告已有人处理。', '请重新打开清单。'],
    en: ['Somebody has settled this report already.', 'Look at the list again.'],
  },
  VALUE_UNFIT: { zh: ['所填内容中有名册无法保存的字符或数值。', '请检查文字、数字与时间。'] },
  HOST_UNKNOWN: { zh: ['本系统不以“{host}”这一名称提供服务。', '请用以下名称打开：{known}。'] },
  DUTY_PAST: { zh: ['该职责已结束，过去的记录不可更改。', '可从现在起重新指派。'] },
  KEY_USED: {
    zh: ['同一操作标识已用于另一请求。', '请关闭对话框后重试。'],
    en: ['This was sent before with other contents.', 'Close the dialog and try again.'],
  },
  CAMPAIGN_UNKNOWN: {
    zh: ['找不到该响应。', '请查看本县现有的响应。'],
    en: ['This campaign is not known here.', 'Look at the county for its campaigns.'],
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
  UNDO_LATE: {
    zh: ['指派已超过10分钟，不能再撤销。', '可以解除职责，并说明原因。'],
    en: ['It was given more than ten minutes ago and can no longer be undone.', 'End the duty, with a reason.'],
  },
  SUMMONS_UNKNOWN: {
    zh: ['此人不在这次呼叫之列。', '请查看这次呼叫的名单。'],
    en: ['This person was not called in this call-out.', 'Look at the call-out for those who were.'],
  },
  SUMMONS_ANSWERED: {
    zh: ['此人已经应答。', '请在呼叫中查看其答复；如仍未到位，可更换人员。'],
    en: ['This person has answered already.', 'Look at the answer; if nothing follows, give the duty to another.'],
  },
  SUMMONS_OVER: { zh: ['此人已被通知解除。', '如仍需要，请重新指派。'] },
  HOLDER_UNCALLED: {
    zh: ['尚未就此呼叫过此人：职责刚开始，或未经呼叫即已接手。', '请等待首次呼叫、直接打电话，或改派他人。'],
  },
  WATCH_STUCK: {
    zh: [
      '监视文件夹中的一个文件无法读取或移走，已跳过；其他文件照常接收。',
      '请检查其权限、文件夹可否写入和磁盘空间；系统会每隔几秒重试。',
    ],
    en: [
      'A file in a watched folder cannot be taken or moved; it is passed over, and others are taken.',
      'Look whether it may be read, the folder written, and the disk has room; it is tried again every few seconds.',
    ],
  },
  FEED_FAILED: {
    zh: ['预警源无法读取，其中的预警收不到。', '请检查其网址，以及本机能否访问；系统每分钟重试一次。'],
    en: [
      'This feed cannot be read: no warning comes in from it.',
      'Check its address, and whether the server reaches it; it is tried again each minute.',
    ],
  },
  FEED_LINKS: {
    zh: [
      '预警源中有链接无法读取，其中的预警收不到。',
      '请打开该链接查看，并联系预警源的管理者；系统会自动重试，间隔逐次加长，最长一小时。',
    ],
    en: [
      'Links of this feed cannot be read: no warning comes in from them.',
      'Open the link, and tell those who run the feed; it is tried again with growing pauses, of an hour at most.',
    ],
  },
  GAUGE_AHEAD: {
    zh: ['水位站读数的时间晚于接收时间，这些读数一律不计入。', '请校正记录仪的时钟，或注明其时区偏移后重新发送。'],
  },
  WARNING_UNREADABLE: {
    zh: ['这条预警保存的内容无法读取，没有据此呼叫任何人。', '请查看其原文，自行呼叫有关人员；重新发送，或手动结束。'],
    en: [
      'This warning cannot be read as it was kept; nobody is called by it.',
      'Look at its text and call those whom it means yourself; send it again, or end it by hand.',
    ],
  },
  LADDER_BROKEN: {
    zh: ['这次呼叫的呼叫步骤缺失或无法读取，名单上的人没有被呼叫。', '请先自行打电话；查明呼叫步骤后再重试。'],
    en: [
      'The ladder of this call-out is missing or cannot be read.',
      'Call these people yourself; then look at the ladder.',
    ],
  },
  NOBODY_ABOVE: { zh: ['没有可再转交的副职或上级。', '请改派他人。'] },
  CALLOUT_UNKNOWN: {
    zh: ['找不到这次呼叫。', '请查看该响应的呼叫。'],
    en: ['This call-out is not known.', 'Look at the campaign for its call-outs.'],
  },
  PROPOSAL_UNKNOWN: {
    zh: ['找不到该方案。', '请查看该响应的方案。'],
    en: ['This plan is not known.', 'Look at the campaign for its plans.'],
  },
  PROPOSAL_DECIDED: {
    zh: ['该方案已有决定。', '请查看其结果，或取代它的新方案。'],
    en: ['This plan was decided already.', 'Look at what it changed, or at the newer one that took its place.'],
  },
  LINE_UNKNOWN: {
    zh: ['方案中没有此项。', '请重新查看方案明细。'],
    en: ['This line is not in the plan.', 'Look at the plan again.'],
  },
  LINE_GONE: {
    zh: ['要保留的一项已无法保留：缺口已补上，或该人员已不能承担。', '请不保留该项，重新编排。'],
    en: [
      'A line that was to stay cannot: its gap was filled meanwhile, or whoever was to have it can’t any more.',
      'Plan again without keeping it.',
    ],
  },
  HOME_UNKNOWN: {
    zh: ['此人住址未登记，无法计算路程。', '请先登记住址，或另选人员。'],
    en: ['It is not known where this person lives.', 'Enter the home in the register, or name somebody else.'],
  },
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
      '请减少人数、放宽距离，或允许另有责任的人员参加。',
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
      '请放宽距离、允许另有责任的人员参加，或在名册中登记此技能。',
    ],
  },
  TEAM_SKILL: {
    zh: [
      '需要具备技能“{skill}”的{needed}人，{where}周围{km}公里内只有{found}人可参加{home}。',
      '请减少该技能人数、放宽距离，或允许另有责任的人员参加。',
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
  UNIT_ELSEWHERE: { zh: ['该组织不在本县。', '请另选组织。'] },
  UNIT_NO_TEAM: { zh: ['{unit}不是工作队或突击队。', '只有此类队伍可这样解散。'] },
  WARNING_UNKNOWN: {
    zh: ['找不到该预警。', '请查看预警清单。'],
    en: ['This warning is not known.', 'Look at the list of warnings.'],
  },
  WARNING_CHAIN_LONG: {
    zh: ['该预警通过引用与过多消息相关联，未予判定。', '请核实发送方的情况；应由它解除的预警，请在其页面上人工结束。'],
    en: [
      'This warning is tied by references to too many others, and was not weighed.',
      'Look at what its sender does. What it should end is ended by hand, on its page.',
    ],
  },
  WARNING_DECIDED: {
    zh: ['该预警没有待确认的事项。', '请查看其后续情况。'],
    en: ['Nothing is asked of this warning any more.', 'Look at what became of it.'],
  },
  WARNING_OVER: {
    zh: ['该预警已不再有效，无需结束。', '请查看其后续情况。'],
    en: ['This warning stands no longer: there is nothing to end.', 'Look at what became of it.'],
  },
  RECORD_UNKNOWN: {
    zh: ['找不到该记录。', '请查看该地点的动态。'],
    en: ['This record is not known.', 'Look at its place for what happened there.'],
  },
  DISTRICT_UNKNOWN: { zh: ['没有编码为“{district}”的县。', '请选择县级区域：应急工作在县级开展。'] },
  LIST_UNKNOWN: {
    zh: ['没有这个清单。', '请从清单页选择。'],
    en: ['There is no such list.', 'Choose one from the lists.'],
  },
  LIST_FILTER: {
    zh: ['此清单不能这样筛选。', '请从所列条件中选择。'],
    en: ['The list cannot be narrowed like this.', 'Choose from the filters that it offers.'],
  },
  LIST_SORT: {
    zh: ['此清单不能这样排序。', '请从所列排序中选择。'],
    en: ['The list has no such order.', 'Choose from the orders that it offers.'],
  },
  LIST_NEEDS: {
    zh: ['此清单过长，不能整体查看。', '请先筛选。'],
    en: ['The list is too long to be read whole.', 'Narrow it first.'],
  },
  LIST_TOO_WIDE: {
    zh: ['{area}高于县级，而清单按县保存。', '请选择其下的县。'],
    en: ['{area} lies above the counties, and the list is kept county by county.', 'Choose a county below it.'],
  },
  RULE_UNKNOWN: { zh: ['预案中没有规则“{rule}”。', '可选规则：{known}。'] },
  PLANNING_UNKNOWN: {
    zh: ['没有正在生成的调配方案。', '可能已经完成，请查看该响应的方案。'],
    en: ['No plan is being made.', 'It may be done: look at the plans of the campaign.'],
  },
  PLAYBOOK_UNKNOWN: { zh: ['没有预案“{playbook}”。', '请查看预案清单。'] },
  LANE_UNKNOWN: {
    zh: ['没有这次演习的记录。', '请查看演习清单。'],
    en: ['Nothing ever happened in this exercise.', 'Look at the list of exercises.'],
  },
  EXERCISE_UNKNOWN: {
    zh: ['没有这次演习。', '请查看演习清单。'],
    en: ['This exercise is not known.', 'Look at the list of exercises.'],
  },
  EXERCISE_RUNNING: {
    zh: ['已有演习正在进行。', '请等其结束，或先停止它。'],
    en: ['An exercise is running already.', 'Wait until it is done, or stop it.'],
  },
  EXERCISE_SPAN: {
    zh: ['演习的结束时间不晚于开始时间，或演习过长。', '请选择晚于开始时间、且不超过{days}天的结束时间。'],
    en: [
      'The exercise would end before it begins, or is too long.',
      'Choose an end that is later than the beginning, by {days} days at most.',
    ],
  },
  EXERCISE_OVER: {
    zh: ['这次演习已经结束。', '其过程仍可查看；可以另开一次。'],
    en: ['This exercise is over.', 'What it did can still be looked at; start another.'],
  },
  EXERCISE_STOPPED: {
    zh: ['演习已被停止。', '停止前的过程仍可查看。'],
    en: ['The exercise was stopped.', 'What it did until then can be looked at.'],
  },
  EXERCISE_LOST: {
    zh: ['运行演习的程序中途退出。', '此前的过程仍可查看；可以另开一次。'],
    en: [
      'The program that ran the exercise ended in the middle of it.',
      'What it did until then can be looked at; start another.',
    ],
  },
  DEMO_MISSING: { zh: ['当前名册不是示例县，演习只能在示例县进行。', '请为演习另用一个空名册。'] },
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
  BODY_TOO_LARGE: {
    zh: ['文件过大，上限为200 MB。', '请分成几个文件上传。'],
    en: ['The file is too large: at most 200 MB are taken.', 'Send it in parts.'],
  },
  ORIGIN_FOREIGN: { zh: ['此页面无权在此操作。', '请直接打开本系统。'] },
  ROUTE_UNKNOWN: {
    zh: ['服务器不提供此功能。', '请刷新页面：服务器可能已更新。'],
    en: ['The server does not know this request.', 'Reload the page: the server may have been updated.'],
  },
  FAULT: { zh: ['服务器出错。', '请重试；详情见服务器日志。'] },
  OFFLINE: {
    zh: ['服务器没有响应。', '请检查网络连接后重试。'],
    en: ['The server does not answer.', 'Check the connection and try again.'],
  },
}

/** What is wrong and what helps, in the reader's language where we have words for it, and else in the server's. */
export function tellFault(lang: Lang, fault: FaultTold): { says: string; does: string } {
  const told = FAULTS[fault.code]?.[lang]
  const [says, does] = told ?? [fault.says, fault.do]
  const details = lang === 'zh' ? inChinese(fault.details ?? {}) : (fault.details ?? {})
  return { says: fill(says, details) ?? fault.says, does: fill(does, details) ?? fault.do }
}

/** Words among the details of a fault that are the server's own. */
const DETAILS_ZH: Readonly<Record<string, string>> = {
  rows: '行',
  columns: '列',
  'filled cells': '个非空单元格',
  'characters in a cell': '个字符（每格）',
  'characters in a line': '个字符（每行）',
  'characters of text': '个字符',
  'bytes in one part of the workbook': '字节（工作簿的一个部分）',
  parts: '个部分',
  'merged ranges': '处合并单元格',
  'cells in one merged range': '格（每处合并）',
  'levels of nesting': '层嵌套',
  'arrays and objects': '个数组和对象',
  'an old workbook (.xls)': '旧版工作簿（.xls）',
  'a workbook with a password': '加了密码的工作簿',
  'a binary workbook (.xlsb)': '二进制工作簿（.xlsb）',
  'an OpenDocument file (.ods)': 'OpenDocument文件（.ods）',
  'a Word document (.docx)': 'Word文档（.docx）',
  'a Numbers file': 'Numbers文件',
  'a workbook in XML of 2003': '2003版XML工作簿',
  'a web page, whatever its name': '网页文件（无论其扩展名为何）',
  XML: 'XML文件',
  'a PDF': 'PDF文件',
  'a picture': '图片',
  'a RAR archive': 'RAR压缩包',
  'a 7-Zip archive': '7-Zip压缩包',
  'a gzip archive': 'gzip压缩包',
}

function inChinese(details: Record<string, unknown>): Record<string, unknown> {
  const told = (value: unknown) => (typeof value === 'string' ? (DETAILS_ZH[value] ?? value) : value)
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, told(value)]))
}

/** Null where something that the sentence needs is not known. */
function fill(text: string, details: Record<string, unknown>): string | null {
  let whole = true
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name]
    if (value === undefined || value === null) whole = false
    return String(value ?? '')
  })
  return whole ? filled : null
}
