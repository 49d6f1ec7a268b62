"""The native command, which runs what the pages show."""
import atexit
import json
import os
import shutil
import subprocess


class Engine:
    """One process of `outerref prerender --requests`, started when it is first needed."""

    def __init__(self, command=None):
        command = command or os.environ.get("OUTERREF") or "outerref"
        self.command = shutil.which(os.path.expanduser(str(command)))
        #: What keeps it from running, to be said once.
        self.missing = None if self.command else (
            f"the command '{command}' was not found, so pages show code without figures. "
            "Build it with './build.sh cli' and name it in the option 'command' or in OUTERREF."
        )
        self.process = None

    def run(self, request):
        """The answer: a report and its figures as HTML. None where there is no command, or where it failed."""
        if self.missing:
            return None
        try:
            if self.process is None or self.process.poll() is not None:
                self.start()
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
        except (OSError, ValueError) as error:
            self.close()
            self.missing = f"'{self.command}' failed, so pages show code without figures: {error}"
            return None
        return answer if "report" in answer else None

    def start(self):
        self.process = subprocess.Popen(
            [self.command, "prerender", "--requests"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        atexit.register(self.close)

    def close(self):
        process, self.process = self.process, None
        if process is not None:
            process.stdin.close()
            process.stdout.close()
            process.wait()


def problems(answer):
    """What went wrong in a run, as sentences."""
    report = answer["report"]
    errors = [("the models or the data", report["setupError"])]
    errors += [(approach["name"], approach["error"]) for approach in report["approaches"]]
    return [f"{name}: {error['type']}: {error['message']}" for name, error in errors if error]
