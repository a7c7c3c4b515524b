import type { FaultWords } from './told.ts'

/** What the base, the database and the register refuse. */
export const REGISTER_TOLD: FaultWords = {
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
  DUTY_PAST: { zh: ['该职责已结束，过去的记录不可更改。', '可从现在起重新指派。'] },
  SUMMONS_UNKNOWN: {
    zh: ['此人不在这次呼叫之列。', '请查看这次呼叫的名单。'],
    en: ['This person was not called in this call-out.', 'Look at the call-out for those who were.'],
  },
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
  LINES_NONE: {
    zh: ['方案中没有符合条件且仍可安排的明细。', '请另行选择；期间已由他人承担的，无需再决定。'],
    en: [
      'No line of the plan that may still be given is of that kind.',
      'Choose others; what somebody else was given meanwhile needs no decision any more.',
    ],
  },
  LINES_MANY: {
    zh: ['一次决定的明细过多。', '请缩小范围，或采纳整个方案。'],
    en: ['So many lines are decided on at once only with all of the plan.', 'Choose fewer, or accept all of it.'],
  },
  HOLDER_UNFIT: {
    zh: ['按规则此人不能承担。', '请另选他人；或不采纳此项，再直接指派。'],
    en: [
      'This person cannot have it under its rule.',
      'Choose somebody else; or refuse the line, and give the place by hand.',
    ],
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
  UNIT_ELSEWHERE: { zh: ['该组织不在本县。', '请另选组织。'] },
  PLANNING_UNKNOWN: {
    zh: ['没有正在生成的调配方案。', '可能已经完成，请查看该响应的方案。'],
    en: ['No plan is being made.', 'It may be done: look at the plans of the campaign.'],
  },
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
}
