"""Which text people agree to: the version is kept with their idea, the texts stand below for later readers.

2026-11 · „Ich bin damit einverstanden, dass meine Angaben verarbeitet werden, um diese Idee zu prüfen und
mir zu antworten, und dass die Idee nach der Prüfung ohne meinen Namen veröffentlicht wird. Ich kann sie
jederzeit zurückziehen.“
"""

CURRENT_VERSION = "2026-11"
# On paper or by word of mouth: the office has the signed text or the minutes.
ON_PAPER = "papier"
