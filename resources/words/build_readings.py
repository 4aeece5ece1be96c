"""Build readings.txt, by which Chinese index entries are put in order, from pypinyin's wheel.

Knows readings and words; must not know what is put in order.

    python resources/words/build_readings.py pypinyin-0.55.0-py2.py3-none-any.whl

Exit code: 0 good, 2 the wheel is not the one that is named here.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

FOLDER = Path(__file__).resolve().parent
WHEEL = "d53b1e8ad2cdb815fb2cb604ed3123372f5a28c6f447571244aca36fc62a286f"
"""The sha256 of pypinyin 0.55.0 (MIT: licences/pypinyin-MIT.txt)."""
CHARSET = FOLDER.parent / "fonts" / "tgh-2013.txt"
USUAL = {
    "长": "chang2",
    "都": "du1",
    "什": "shi2",
    "子": "zi3",
    "勒": "le4",
    "犍": "qian2",
    "率": "shuai4",
    "卜": "bu3",
    "掺": "chan1",
    "〇": "ling2",
}
"""Characters that titles and names of places have oftener with another reading than the wheel's first."""
OWN = """
长子县 zhang3 zi3 xian4
县长 xian4 zhang3
镇长 zhen4 zhang3
乡长 xiang1 zhang3
区长 qu1 zhang3
州长 zhou1 zhang3
站长 zhan4 zhang3
所长 suo3 zhang3
馆长 guan3 zhang3
班长 ban1 zhang3
组长 zu3 zhang3
秘书长 mi4 shu1 zhang3
河湖长 he2 hu2 zhang3
河长 he2 zhang3
河长制 he2 zhang3 zhi4
湖长 hu2 zhang3
林长 lin2 zhang3
林长制 lin2 zhang3 zhi4
田长制 tian2 zhang3 zhi4
链长 lian4 zhang3
路长 lu4 zhang3
增长 zeng1 zhang3
增长率 zeng1 zhang3 lv4
助长 zhu4 zhang3
见长 jian4 zhang3
长者 zhang3 zhe3
长势 zhang3 shi4
长进 zhang3 jin4
长大 zhang3 da4
长辈 zhang3 bei4
利率 li4 lv4
参保率 can1 bao3 lv4
覆盖率 fu4 gai4 lv4
入住率 ru4 zhu4 lv4
办结率 ban4 jie2 lv4
满意率 man3 yi4 lv4
普及率 pu3 ji2 lv4
合格率 he2 ge2 lv4
采用率 cai3 yong4 lv4
就业率 jiu4 ye4 lv4
完成率 wan2 cheng2 lv4
重塑 chong2 su4
重构 chong2 gou4
重走 chong2 zou3
重整 chong2 zheng3
重振 chong2 zhen4
重拾 chong2 shi2
重焕 chong2 huan4
重燃 chong2 ran2
重获 chong2 huo4
重归 chong2 gui1
重访 chong2 fang3
重游 chong2 you2
重置 chong2 zhi4
重生 chong2 sheng1
重开 chong2 kai1
重聚 chong2 ju4
还林 huan2 lin2
还田 huan2 tian2
还湿 huan2 shi1
还湖 huan2 hu2
还款 huan2 kuan3
还本 huan2 ben3
还建 huan2 jian4
还耕 huan2 geng1
处突 chu3 tu1
种粮 zhong4 liang2
种树 zhong4 shu4
种好 zhong4 hao3
种养 zhong4 yang3
种茶 zhong4 cha2
藏区 zang4 qu1
藏羌 zang4 qiang1
藏历 zang4 li4
涉藏 she4 zang4
援藏 yuan2 zang4
川藏 chuan1 zang4
进藏 jin4 zang4
调优 tiao2 you1
调适 tiao2 shi4
阿胶 e1 jiao1
古朴 gu3 pu3
简朴 jian3 pu3
质朴 zhi4 pu3
纯朴 chun2 pu3
素朴 su4 pu3
筠连 jun1 lian2
荥经 ying2 jing1
犍为 qian2 wei2
蔚县 yu4 xian4
蔚州 yu4 zhou1
单县 shan4 xian4
浚县 xun4 xian4
东阿 dong1 e1
涡阳 guo1 yang2
铅山 yan2 shan1
洪洞 hong2 tong2
大埔 da4 bu4
中牟 zhong1 mu4
泌阳 bi4 yang2
召陵 shao4 ling2
六合区 lu4 he2 qu1
任县 ren2 xian4
任城 ren2 cheng2
任泽 ren2 ze2
任丘 ren2 qiu1
繁峙 fan2 shi4
华阴 hua4 yin1
华州 hua4 zhou1
民乐县 min2 le4 xian4
朝阳区 chao2 yang2 qu1
朝阳县 chao2 yang2 xian4
朝阳市 chao2 yang2 shi4
曾都 zeng1 du1
蚌山 beng4 shan1
济源 ji3 yuan2
济阳 ji3 yang2
闵行 min3 hang2
天台县 tian1 tai1 xian4
天台山 tian1 tai1 shan1
解州 xie4 zhou1
什刹海 shi2 cha4 hai3
尉迟 yu4 chi2
万俟 mo4 qi2
"""
"""Words of bulletins and names of places of which the wheel has no reading, or a wrong one: a line each."""
HEAD = """# How characters are read, for indexes. Made by build_readings.py; not to be changed by hand.
# A syllable of 汉语拼音 with its tone (5: none), and the characters of 通用规范汉字表 that are read so
# first of all, in that order; behind the empty line, words in which a character is read otherwise.
"""
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def numbered(syllable: str) -> str:
    """The syllable chóng as chong2; ü is v."""
    parts = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    tone = next((_TONES[part] for part in parts if part in _TONES), "5")
    return "".join(part for part in parts if part not in _TONES) + tone


def words() -> Iterator[str]:
    """The shipped words: see README.md."""
    for line in (FOLDER / "words.txt").read_text(encoding="utf-8").splitlines():
        first, *others = line.split(" ")
        rest = ""
        for part in others:
            if re.fullmatch(r"[a-zA-Z]\d+", part):
                yield first + rest
            rest = "" if re.fullmatch(r"[a-zA-Z]\d+", part) else part


def differs(char: str, first: str, reading: str) -> bool:
    """Whether a reading is another one, and not the usual one as it sounds in speech."""
    return reading != first and not (reading.endswith("5") or char in "一不")


def build(wheel: Path) -> str:
    """The file's text."""
    with ZipFile(wheel) as files:
        readings = json.loads(files.read("pypinyin/pinyin_dict.json"))
        phrases = json.loads(files.read("pypinyin/phrases_dict.json"))
    lines = CHARSET.read_text(encoding="utf-8").splitlines()
    charset = [*(char for line in lines if not line.startswith("#") for char in line), "〇"]
    first = {char: USUAL.get(char) or numbered(readings[str(ord(char))].split(",")[0]) for char in charset}
    sounds: dict[str, str] = {}
    for char in charset:
        sounds[first[char]] = sounds.get(first[char], "") + char
    read = {
        word: [numbered(syllable[0]) for syllable in phrases[word]]
        for word in words()
        if word in phrases and all(char in first for char in word)
    }
    own = {word: its for word, *its in (line.split(" ") for line in OWN.strip().split("\n"))}
    read |= own
    out = [f"{sound} {chars}" for sound, chars in sorted(sounds.items())]
    out.append("")
    for word, its in sorted(read.items()):
        kept = [
            sound if differs(char, first[char], sound) else first[char]
            for char, sound in zip(word, its, strict=True)
        ]
        if word in own or kept != [first[char] for char in word]:  # a word of ours may end another's reach
            out.append(f"{word} {' '.join(kept)}")
    return HEAD + "\n".join(out) + "\n"


def main() -> int:
    """Writes the file."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    wheel: Path = parser.parse_args().wheel
    if sha256(wheel.read_bytes()).hexdigest() != WHEEL:
        print(f"{wheel}: not the wheel whose sha256 is {WHEEL}", file=sys.stderr)
        return 2
    (FOLDER / "readings.txt").write_text(build(wheel), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
