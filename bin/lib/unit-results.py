"""unit-results.py FILE…: the outcomes of unit tests, "Target.Suite/test()<TAB>outcome", from the xUnit
files that `swift test --xunit-output` writes. A file that is not there has none."""

import os
import sys
import xml.etree.ElementTree as ET

for path in sys.argv[1:]:
    if not os.path.exists(path):
        continue
    for case in ET.parse(path).getroot().iter("testcase"):
        outcome = "passed"
        if case.find("failure") is not None or case.find("error") is not None:
            outcome = "failed"
        elif case.find("skipped") is not None:
            outcome = "skipped"
        print(f"{case.get('classname')}/{case.get('name')}\t{outcome}")
