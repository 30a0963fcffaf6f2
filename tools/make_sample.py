"""Makes data/sample-ledger.xlsx: the ledger of a school group that does not exist, as a safety officer keeps it.

Run it after changing a row: ``python tools/make_sample.py``. The same rows give the same bytes. Persons
are placeholders. The ledger stands at Thursday 2020-05-14.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.files import write_whole
from safetyctl.ground.packing import steady
from safetyctl.records.columns import COLUMNS, Column

TARGET = Path(__file__).resolve().parents[1] / "data" / "sample-ledger.xlsx"

EAST, WEST, SOUTH = "东校区", "西校区", "南校区"
OFFICERS = {EAST: "张三", WEST: "李四", SOUTH: "王五"}
GROUP_OFFICER = "赵六"
UPLOADS = {
    (2019, 11): "2019-11-29",
    (2019, 12): "2019-12-31",
    (2020, 1): "2020-01-21",
    (2020, 2): "2020-02-28",
    (2020, 3): "2020-03-31",
    (2020, 4): "2020-04-29",
}
HEAD = (
    "填报单位（盖章）：示例小学教育集团",
    "截至日期：2020年5月14日",
    "填报人：赵六",
    "审核人：郑十",
    "联系电话：",
)
NOTE = "说明：1. 一般隐患由校区复查销号，重大隐患由集团销号。2. 每月隐患于次月1日前上传省系统，上传后填上传日期。"
FIRST_ROW = 4
WIDTHS = {
    "number": 8,
    "campus": 6.5,
    "source": 5,
    "found_by": 6,
    "location": 12,
    "area": 11,
    "title": 25,
    "level": 5,
    "measure": 22,
    "department": 7,
    "responsible": 7,
    "funds": 7,
    "interim": 15,
    "contingency": 11,
    "rectify_note": 16,
    "verified_by": 7,
    "verify_note": 13,
    "on_time": 5,
    "photos": 7,
    "remarks": 14,
}
DAY_WIDTH = 10
LINE_HEIGHT = 12.5


@dataclass(frozen=True)
class Row:
    """One hazard as the sheet has it; days are text, and stay so where a clerk typed them as text."""

    campus: str
    found_on: str
    source: str
    location: str
    area: str
    title: str
    measure: str = ""
    department: str = ""
    responsible: str = ""
    funds: float | None = None
    due: str = ""
    rectified_on: str = ""
    rectify_note: str = ""
    verified_on: str = ""
    verify_note: str = ""
    closed_on: str = ""
    level: str = "一般"
    interim: str = ""
    contingency: str = ""
    photos: str = ""
    remarks: str = ""


ROWS = (
    Row(EAST, "2019-11-20", "检查", "教学楼2楼东侧楼梯口", "消防安全", "灭火器2具压力不足，指针在红区",
        "送检充装，换上备用灭火器", "总务处", "孙七", 0.03, "2019-11-27",
        "2019-11-25", "2具已换新，月检卡补齐", "2019-11-26", "压力正常，同意销号", "2019-11-26"),
    Row(WEST, "2019-11-21", "检查", "食堂粗加工间", "食品安全", "生熟刀具混放，砧板无标识",
        "配色标刀具砧板，分架存放", "食堂", "周八", 0.05, "2019-11-28",
        "2019-11-27", "已配齐三色砧板并贴标识", "2019-11-28", "符合要求", "2019-11-28", photos="见附件1"),
    Row(SOUTH, "2019-11-26", "督查", "科学实验室准备间", "实验室及危化品安全",
        "酒精、盐酸与仪器同柜存放，未双人双锁，账物不符",
        "购防爆药品柜，分类存放，双人双锁，重建台账", "教务处", "吴九", 1.2, "2020-01-15",
        "2020-01-10", "药品柜到位，清点入柜，账物相符", "2020-01-14", "五项落实到位", "2020-01-16", level="重大",
        interim="停用准备间，药品暂存上锁并专人看管", contingency="危化品泄漏应急预案"),
    Row(EAST, "2019-12-03", "自查", "南大门", "治安防控", "防冲撞柱1根松动，早晚高峰只有1名保安在岗",
        "加固防冲撞柱，高峰时段增派1名保安", "保卫处", "孙七", 0.2, "2019-12-13",
        "2019-12-12", "已加固，排班表调整为2人", "2019-12-13", "现场查看，符合", "2019-12-13"),
    Row(WEST, "2019-12-04", "检查", "校门口接送区", "校车及交通安全", "家长车辆占用盲道和校车停靠位",
        "划线隔离，错时放学，护学岗引导", "德育处", "周八", 0.15, "2019-12-20",
        "2019-12-26", "已划线并设隔离桩", "2019-12-27", "秩序好转，超期整改，已提醒", "2019-12-27"),
    Row(SOUTH, "2019-12-10", "检查", "3号教学楼疏散通道", "消防安全", "通道堆放旧课桌20张，安全出口灯1盏不亮",
        "清走旧课桌，更换出口灯", "总务处", "吴九", 0.02, "2019-12-17",
        "2019-12-13", "通道清空，灯已更换", "2019-12-16", "通道畅通", "2019-12-16", photos="见附件2"),
    Row(EAST, "2019-12-17", "检查", "体育馆", "建筑与施工安全", "西侧吊顶板1块下垂，雨天渗水",
        "拆除下垂板，修补屋面防水", "总务处", "孙七", 0.8, "2020-01-10",
        "2020-01-19", "屋面防水已修，吊顶恢复", "2020-01-20", "雨后复看无渗漏", "2020-01-20",
        interim="馆西侧拉警戒线停用", remarks="雨天停工，超期9天"),
    Row(WEST, "2019-12-24", "自查", "学生宿舍值班室", "风险防范", "寒假值班表未排，应急电话未上墙",
        "排定值班表，应急电话上墙", "校办", "周八", 0, "2019-12-31",
        "2019-12-30", "值班表已公示", "2019-12-31", "同意销号", "2019-12-31"),
    Row(SOUTH, "2020-01-03", "检查", "食堂留样柜", "食品安全", "留样不足125克，标签缺留样时间",
        "按规定留样，责任到人，每日检查", "食堂", "吴九", 0, "2020-01-08",
        "2020-01-06", "留样量、标签均已规范", "2020-01-07", "抽查3天合格", "2020-01-07"),
    Row(EAST, "2020-01-08", "自查", "五年级各班", "安全教育", "寒假防溺水、烟花爆竹教育未留记录",
        "补上专题班会课，发告家长书并收回执", "德育处", "郑十", 0, "2020-01-15",
        "2020-01-13", "12个班全部上课，回执收齐", "2020-01-14", "资料齐全", "2020-01-14"),
    Row(WEST, "2020-01-09", "检查", "综合楼配电间", "消防安全", "配电箱未锁，箱内积尘，堆有拖把纸箱",
        "清理杂物，加锁，挂巡查记录", "总务处", "周八", 0.05, "2020-01-16",
        "2020-01-15", "已清理加锁", "2020-01-16", "符合要求", "2020-01-16", photos="见附件3"),
    Row(SOUTH, "2020-02-24", "自查", "校医室", "传染病防控", "口罩、消毒液库存不足3天用量，无隔离观察室",
        "采购物资，腾出一间作隔离观察室", "校医室", "吴九", 1.5, "2020-03-06",
        "2020.3.5", "物资可用两周，隔离室已布置", "2020-03-06", "开学条件核验通过", "2020-03-06"),
    Row(EAST, "2020-02-26", "自查", "各教室", "传染病防控", "紫外线消毒灯3盏不亮，消毒记录不全",
        "更换灯管，统一消毒记录表", "总务处", "孙七", 0.06, "2020-03-10",
        "2020-03-09", "灯管已换，记录表已发", "2020-03-10", "合格", "2020-03-10"),
    Row(WEST, "2020-03-02", "检查", "东侧围墙", "建筑与施工安全", "围墙长约12米向外倾斜，墙根有裂缝",
        "请专业单位鉴定，拆除重砌", "总务处", "周八", 4.5, "2020-04-15",
        "2020-04-28", "倾斜段已拆除重砌", "2020-04-30", "验收合格", "2020-05-08",
        interim="墙外墙内各退5米围挡，绕行", remarks="鉴定排队，超期13天"),
    Row(SOUTH, "2020-03-05", "检查", "校车停放处", "校车及交通安全", "2辆校车灭火器过期，1辆缺安全锤",
        "更换灭火器，配齐安全锤，行车前检查", "总务处", "吴九", 0.08, "2020-03-20",
        "2020-03-18", "已配齐", "2020-03-19", "逐车查看合格", "2020-03-19"),
    Row(EAST, "2020-03-10", "检查", "教学楼北侧外墙", "建筑与施工安全", "3至4楼外墙面砖空鼓约60平方米，已有脱落",
        "铲除空鼓面砖，改做真石漆", "总务处", "孙七", 18.6, "2020-04-30", level="重大",
        interim="墙下10米围挡，北门停用，每日巡查", contingency="高空坠物应急预案",
        remarks="资金未到位，2020-05-06已报集团并请教育处协调"),
    Row(WEST, "2020-03-12", "督查", "危化品柜", "实验室及危化品安全", "废液桶无标签，应急喷淋水压不足",
        "贴标签，联系有资质单位处置废液，维修喷淋", "教务处", "郑十", 0.3, "2020-04-10",
        "2020-04-08", "废液已移交，喷淋正常", "2020年4月9日", "合格", "2020-04-09"),
    Row(SOUTH, "2020-03-18", "自查", "监控室", "治安防控", "操场西北角监控黑屏，录像只存15天",
        "更换摄像头，扩容硬盘至30天以上", "保卫处", "吴九", 0.9, "2020-04-20"),
    Row(EAST, "2020-03-25", "检查", "食堂燃气表房", "食品安全", "燃气报警器探头失灵，门前堆放菜筐",
        "更换探头并检测，清空门前", "食堂", "周八", 0.12, "2020-04-03",
        "2020-04-02", "探头更换，检测报告已存", "2020-04-03", "现场试验报警正常", "2020-04-03"),
    Row(WEST, "2020-03-31", "自查", "木工坊", "实习实训安全", "台锯防护罩缺失，护目镜只有5副",
        "台锯停用，配防护罩和护目镜40副", "教务处", "郑十", 0.35, "2020-04-17",
        "2020-05-06", "防护罩已装，护目镜到货", "2020-05-08", "符合实训要求", "2020-05-08",
        remarks="厂家停工，到货晚"),
    Row(SOUTH, "2020-04-07", "检查", "综合楼1至5层", "消防安全", "室内消火栓管网无压力，末端试水不出水",
        "检修管网和稳压泵，更换锈蚀阀门", "总务处", "吴九", 6.8, "2020-05-12",
        "2020-05-11", "稳压泵更换，末端压力0.35MPa", level="重大",
        interim="各层加放灭火器8具，夜间增加巡查2次", contingency="综合楼火灾疏散预案",
        remarks="待消防维保单位出报告后验收"),
    Row(EAST, "2020-04-09", "自查", "各班级", "传染病防控", "晨午检记录漏填，缺课追踪只到前一天",
        "班主任当日填报，校医每日核对", "校医室", "郑十", 0, "2020-04-16",
        "2020-04-15", "连续一周记录完整", "2020-04-16", "抽查合格", "2020-04-16"),
    Row(WEST, "2020-04-13", "检查", "食堂备餐间", "传染病防控", "就餐排队无1米间隔线，餐桌未加隔板",
        "贴间隔线，装隔板，分批就餐", "食堂", "周八", 1.1, "2020-04-20",
        "2020-04-18", "隔板全部安装", "2020-04-20", "符合复学要求", "2020-04-20"),
    Row(SOUTH, "2020-04-14", "检查", "3楼男厕", "建筑与施工安全", "窗户限位器坏2处，窗台低于90厘米",
        "修复限位器，加装护栏", "总务处", "吴九", 0.25, "2020-04-24", interim="窗户锁闭"),
    Row(EAST, "2020-04-15", "自查", "学校网络机房", "风险防范", "UPS电池鼓包，机房无温度报警",
        "更换电池，装温度报警器", "信息中心", "郑十", 0.6, "2020-05-08"),
    Row(WEST, "2020-04-16", "检查", "南门岗亭", "治安防控", "一键报警未与公安联网，警用钢叉只有1把",
        "联系派出所联网调试，补齐安防器械", "保卫处", "周八", 0.18, "2020-04-30",
        "2020-05-09", "已联网，器械补齐", "2020-05-11", "试报警3分钟到场", "2020-05-11",
        remarks="等派出所排期"),
    Row(SOUTH, "2020-04-20", "自查", "六年级", "安全教育", "防溺水“六不”知晓率抽查只有七成",
        "上专题课，家校群推送，再抽查", "德育处", "王五", 0, "2020-05-10",
        "2020-05-08", "知晓率98%", "2020-05-11", "再抽查合格", "2020-05-11"),
    Row(EAST, "2020-04-22", "检查", "操场看台", "建筑与施工安全", "看台栏杆锈断1处，立柱晃动3根",
        "焊接加固，除锈刷漆", "总务处", "孙七", 0.7, "2020-05-11", interim="看台封闭停用"),
    Row(WEST, "2020-04-24", "检查", "校车3号车", "校车及交通安全", "GPS掉线，照管员上下车清点记录缺3天",
        "更换终端，清点记录每日交总务处", "总务处", "周八", 0.1, "2020-05-15"),
    Row(SOUTH, "2020-04-26", "督查", "危化品仓库", "实验室及危化品安全", "领用登记缺第二人签字4次",
        "补签说明，双人领用，每月核对", "教务处", "吴九", 0, "2020-05-08",
        "2020-05-07", "已整改并写说明", "2020-05-09", "集团复查合格", "2020-05-09"),
    Row(EAST, "2020-04-28", "检查", "地下车库入口", "校车及交通安全", "减速带脱落，凸面镜破损",
        "重装减速带，换凸面镜", "总务处", "孙七", 0.09, "2020-05-13",
        "2020-05-12", "均已更换"),
    Row(WEST, "2020-04-29", "检查", "图书馆", "消防安全", "疏散门上锁，应急灯2盏电量不足",
        "取消门锁换推杆锁，换应急灯", "总务处", "郑十", 0.16, "2020-05-18",
        "2020-05-13", "推杆锁已装，应急灯已换"),
    Row(SOUTH, "2020-04-30", "自查", "种植园", "实习实训安全", "农具散放在通道，农药瓶2只未回收",
        "建工具架，农药瓶送回收点，不再存药", "教务处", "王五", 0.04, "2020-05-20"),
    Row(EAST, "2020-05-06", "检查", "食堂冷库", "食品安全", "冷库温度计偏高4度，进货查验缺2天票据",
        "校准温控，补齐票据，专人验收", "食堂", "周八", 0.05, "2020-05-12",
        "2020-05-11", "温控正常，票据补齐", "2020-05-12", "合格", "2020-05-12"),
    Row(SOUTH, "2020-05-07", "举报", "校门外200米", "治安防控", "流动摊贩售卖自制饮料、激光笔",
        "联系城管和派出所清理，教育学生不购买", "德育处", "吴九", 0, "2020-05-21"),
    Row(WEST, "2020-05-08", "检查", "2号教学楼屋面", "建筑与施工安全", "落水管堵塞，屋面积水约10平方米",
        "疏通落水管，汛前再查一次", "总务处", "周八", 0.1, "2020-05-19"),
    Row(EAST, "2020-05-08", "检查", "科学教室", "实验室及危化品安全", "洗眼器出水浑浊，通风橱风量小",
        "清洗管路，检修风机", "教务处", "郑十", 0.22, "2020-05-22"),
    Row(SOUTH, "2020-05-09", "自查", "心理咨询室", "风险防范", "复学后心理排查表收回率六成，未建跟踪名单",
        "补齐排查表，一人一策跟踪", "德育处", "王五", 0, "2020-05-16"),
    Row(EAST, "2020-05-11", "自查", "学生公寓", "消防安全", "2间寝室私接插线板，充电器夜间未拔"),
    Row(WEST, "2020-05-12", "检查", "食堂隔油池", "食品安全", "隔油池盖板缺角，周边湿滑无警示",
        remarks="待定责任人"),
    Row(SOUTH, "2020-05-12", "督查", "安全教育平台", "安全教育", "防灾减灾日专题学习完成率只有六成，低年级未布置"),
)  # fmt: skip


def cells(row: Row, number: int) -> Iterator[object]:
    """The row in the order of the official columns, days as real dates where they are ISO text."""
    found = date.fromisoformat(row.found_on)
    officer = OFFICERS[row.campus]
    known: dict[str, object] = {
        "number": f"{found.year}-{number:03d}",
        "found_by": GROUP_OFFICER if row.source == "督查" else officer,
        "verified_by": GROUP_OFFICER if row.level == "重大" or row.responsible == officer else officer,
        "on_time": "",
        "province_uploaded_on": UPLOADS.get((found.year, found.month), ""),
    }
    if row.rectified_on and row.closed_on:
        known["on_time"] = "是" if row.rectified_on.replace(".3.5", "-03-05") <= row.due else "否"
    if not row.verified_on:
        known["verified_by"] = ""
    for column in COLUMNS:
        value = known[column.key] if column.key in known else getattr(row, column.key)
        if (
            column.kind == "date"
            and isinstance(value, str)
            and len(value) == len("2020-01-01")
            and "-" in value
        ):
            value = date.fromisoformat(value)
        yield None if value == "" else value


def lay_out(sheet: Worksheet) -> None:
    """Title, head block, headings, one row a hazard, a total and the note."""
    last = len(COLUMNS) + 1
    sheet.append(["示例小学教育集团隐患排查整改台账"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet.append([])
    for place, text in zip((1, 6, 10, 14, 18), HEAD, strict=True):
        sheet.cell(2, place, text)
    sheet.append(["序号", *(_(column.heading).replace("(", "（").replace(")", "）") for column in COLUMNS)])
    for number, row in enumerate(sorted(ROWS, key=lambda one: one.found_on), start=1):
        sheet.append([number, *cells(row, number)])
    funds = [column.key for column in COLUMNS].index("funds") + 2
    end = sheet.max_row + 1
    sheet.cell(end, 1, "合计")
    sheet.cell(end, 3, f"{len(ROWS)}条")
    sheet.cell(end, funds, round(sum(row.funds or 0 for row in ROWS), 4))
    sheet.cell(end + 1, 1, NOTE)
    sheet.merge_cells(start_row=end + 1, start_column=1, end_row=end + 1, end_column=last)


def lines_of(value: object, column: Column) -> int:
    """How many lines a text takes in its column, a Chinese character being two wide."""
    if not isinstance(value, str):
        return 1
    return math.ceil(
        sum(2 if ord(letter) > 255 else 1 for letter in value) / (WIDTHS.get(column.key, DAY_WIDTH) - 1)
    )


def dress(sheet: Worksheet) -> None:
    """Borders, widths, fonts and the page, as such ledgers have them."""
    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    last = get_column_letter(len(COLUMNS) + 1)
    total = FIRST_ROW + len(ROWS)
    for place, column in enumerate(COLUMNS, start=2):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.key, DAY_WIDTH)
    sheet.column_dimensions["A"].width = 4.5
    for row in sheet.iter_rows(min_row=3, max_row=total, max_col=len(COLUMNS) + 1):
        for cell, kind in zip(row, ("text", *(column.kind for column in COLUMNS)), strict=True):
            cell.border = border
            cell.font = Font(name="宋体", size=9, bold=cell.row == 3)
            centred = kind == "date" or cell.row == 3 or cell.column == 1
            cell.alignment = Alignment("center" if centred else None, "center", wrap_text=True)
            if kind == "date":
                cell.number_format = "yyyy-mm-dd"
            if cell.row == 3:
                cell.fill = PatternFill("solid", fgColor="D9E2EC")
        lines = max(lines_of(cell.value, kind) for cell, kind in zip(row[1:], COLUMNS, strict=True))
        sheet.row_dimensions[row[0].row].height = 4 + LINE_HEIGHT * lines
    sheet["A1"].font = Font(name="宋体", size=18, bold=True)
    sheet["A1"].alignment = Alignment("center", "center")
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "D4"
    sheet.print_title_rows = "3:3"
    sheet.print_area = f"A1:{last}{total + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.3, right=0.3, top=0.5, bottom=0.5)


def make(target: Path) -> None:
    """Write the sample to ``target``."""
    book = Workbook()
    sheet = book.active
    sheet.title = "隐患台账"
    with using("zh"):
        lay_out(sheet)
    dress(sheet)
    laid = io.BytesIO()
    book.save(laid)
    write_whole(
        target, steady(laid.getvalue(), title="隐患台账", creator="示例", day=date(2020, 5, 14), parts={})
    )


if __name__ == "__main__":
    make(TARGET)
