#!/bin/sh
# Fills a ledger with a life for every table, through the commands alone, so that it runs with any release.
# Before a new revision of the schema: sh fill.sh NNNN.db DATA, with the safetyctl that makes NNNN on the PATH and
# its data folder; commit NNNN.db with NNNN.db.files. One that is here is never made again: people hold its like.
set -eu
ledger=$1 data=$2
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
export SAFETYCTL_LEDGER="$ledger" SAFETYCTL_ACTOR=张三 SAFETYCTL_LANG=en
cp "$data/plan.toml" "$folder/plan.toml"
sed -e 's/^names = \[".*/names = ["张三"]/' -e 's/^mailbox = .*/mailbox = "office@example.org"/' \
  -e 's/^telephone = .*/telephone = "12345678"/' -e 's/^name = .*/name = { zh = "某教育集团", en = "A school group" }/' \
  "$data/organisation.toml" > "$folder/organisation.toml"
printf '整改前' > "$folder/before.jpg"
printf '整改后' > "$folder/after.jpg"

on() { day=$1; shift; safetyctl "$@" --as-of "$day" --quiet > /dev/null; }
add() { day=$1; shift; on "$day" hazard add --campus "$@"; }
assign() { day=$1; shift; on "$day" hazard assign "$@" --responsible 李四 --measure 更换; }

on 2019-12-02 init --plan "$folder/plan.toml" --campus 东校区 --campus 西校区
on 2019-12-02 people add 李四 --campus 东校区 --role 校区安全员 --telephone 0513-12345678
on 2019-12-02 people add 赵六
on 2019-12-03 people retire 赵六
add 2019-12-04 东校区 --area fire.01 --title 灭火器压力不足 --location 二号楼 --found 2019-11-20 --source inspection
add 2019-12-04 西校区 --area food --title 留样不足 --detail '留样柜内
缺两样' --found-by 王五
add 2019-12-05 东校区 --area lab --title 危化品未上锁 --level major --due 2019-12-30
add 2019-12-05 西校区 --area traffic --title 校门口无减速带 --level major --due 2020-01-10
add 2019-12-06 东校区 --area security --title 监控死角 --photo "$folder/before.jpg"
add 2019-12-06 西校区 --area building --title 围墙开裂
add 2019-12-06 西校区 --area disease --title 晨检记录缺失
assign 2019-12-06 H0002
assign 2019-12-06 H0003 --funds 3.5 --contingency 专人看守
assign 2019-12-06 H0004 --funds 2 --contingency 设岗
assign 2019-12-06 H0005
on 2019-12-07 hazard rectify H0005 --note 已加装 --photo "$folder/after.jpg"
on 2019-12-09 hazard verify H0005 --by 王五 --pass --note 合格
on 2019-12-10 hazard rectify H0003 --note 已上锁
on 2019-12-10 hazard verify H0003 --by 王五 --fail --note 仅一把锁
on 2019-12-12 hazard rectify H0003 --note 已换双锁
on 2019-12-13 hazard verify H0003 --by 王五 --pass
on 2019-12-14 hazard close H0003 --by 赵六
on 2019-12-14 hazard upload H0003 --receipt 2019-12
on 2019-12-16 hazard defer H0004 --until 2020-03-31 --reason 等待交警审批 --interim 专人疏导 --approved-by 赵六
on 2019-12-16 hazard escalate H0004 --to 教育处
on 2019-12-17 hazard extend H0002 --until 2020-01-05 --reason 缺货 --approved-by 赵六
on 2019-12-18 hazard void H0007 --reason 重复登记
on 2019-12-19 hazard edit H0001 --title 灭火器过期
on 2019-12-19 undo --yes
on 2019-12-20 hazard reopen H0005 --reason 复发
on 2019-12-20 hazard rectify H0005 --note 已再修
on 2019-12-12 report submit weekly-report/2019-12-12/东校区 --channel 电子邮件 --receipt 07
on 2019-12-20 report submit mobilisation-materials/2019-12-20/* --channel 纸质
if safetyctl waive --help > /dev/null 2>&1; then # since 0002
  on 2019-12-20 waive weekly-report/2019-12-05/西校区 --reason 方案尚未下发 --by 赵六
  on 2019-12-20 waive weekly-report/2019-12-12/西校区 --reason 放假 --by 赵六
  on 2019-12-23 waive weekly-report/2019-12-12/西校区 --revoke --reason 并未放假 --by 王五
fi

python3 - "$ledger" <<'PYTHON'
import sqlite3, sys
settled = sqlite3.connect(sys.argv[1], isolation_level=None)
settled.execute("PRAGMA journal_mode = DELETE")
settled.execute("PRAGMA page_size = 512")  # many small indexes: a third less
settled.execute("VACUUM")
PYTHON
chmod 644 "$ledger"
