"""Fonts' names as files have them, and the roles that they stand for."""

from __future__ import annotations

import pytest

from bulletin_desk.learning.faces_seen import face_name, is_nearest, role_of

NAMES = {
    "xiaobiaosong": "方正小标宋简体 方正小标宋_GBK FZXiaoBiaoSong-B05S FZXBSJW--GB1-0 小标宋 华文中宋 "
    "STZhongsong 方正大标宋简体 FZDaBiaoSong-B06S NotoSerifSC-Bold SourceHanSerifCN-Heavy 汉仪大宋简",
    "fangsong": "仿宋_GB2312 仿宋 FangSong FangSong_GB2312 STFangsong 华文仿宋 方正仿宋_GBK "
    "FZFSK--GBK1-0 FandolFang-Regular FZFangSong-Z02S",
    "kai": "楷体_GB2312 楷体 KaiTi KaiTi_GB2312 STKaiti 华文楷体 方正楷体_GBK FZKTK--GBK1-0 "
    "FandolKai-Regular LXGWWenKai-Light DFKai-SB 標楷體 隶书 LiSu 华文行楷",
    "hei": "黑体 SimHei STHeiti STXihei 方正黑体_GBK FZHTK--GBK1-0 微软雅黑 MicrosoftYaHei "
    "Microsoft#20YaHei 等线 DengXian NotoSansSC-Regular SourceHanSansCN-Regular Arial "
    "ArialMT Calibri PingFangSC-Regular",
    "song": "宋体 SimSun NSimSun 新宋体 STSong 方正书宋_GBK FZSSK--GBK1-0 PMingLiU NotoSerifSC-Regular "
    "SourceHanSerifSC-Regular AdobeSongStd-Light",
    "latin": "Times New Roman TimesNewRomanPSMT Times-Roman LiberationSerif Cambria Tinos",
    "latin_bold": "TimesNewRomanPS-BoldMT LiberationSerif-Bold Times-Bold",
    "hei_bold": "MicrosoftYaHei-Bold SimHei,Bold Arial-BoldMT",
    "song_bold": "SimSun,Bold 宋体,BoldItalic",
    "fangsong_bold": "FangSong,Bold 仿宋_GB2312,Bold",
    "": "CIDFont+F1 F2 T3 Wingdings-Regular",
}


@pytest.mark.parametrize(("role", "names"), NAMES.items())
def test_a_name_tells_its_role(role: str, names: str) -> None:
    for name in names.replace("Times New Roman", "TimesNewRoman").split():
        assert role_of(name) == role, name


def test_bold_text_is_an_emboldened_face_but_where_there_is_a_bold_one() -> None:
    asked = ("仿宋", "黑体", "楷体", "宋体", "Times New Roman", "方正小标宋简体", "F1")
    bold = ("fangsong_bold", "hei_bold", "kai_bold", "song_bold", "latin_bold", "xiaobiaosong", "")
    assert tuple(role_of(name, bold=True) for name in asked) == bold


def test_a_name_in_another_encoding_is_put_right() -> None:
    broken = "方正小标宋简体".encode("gb18030").decode("latin-1")
    assert face_name(broken) == "方正小标宋简体"
    assert role_of(broken) == "xiaobiaosong"


def test_faces_that_are_only_of_the_same_kind_are_told() -> None:
    assert [is_nearest(name) for name in ("仿宋_GB2312", "SimHei", "隶书", "微软雅黑", "F1")] == [
        *(False, False, True, True, False)
    ]
