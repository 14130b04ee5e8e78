import subprocess
import sys

CODE = """
import sys
import penchant.agent.assistant, penchant.agent.conversation
heavy = {"torch", "sentence_transformers", "transformers", "chromadb", "gradio", "openai"}
print(sorted(heavy & set(sys.modules)))
"""


def test_the_agent_is_imported_without_the_heavy_packages():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
