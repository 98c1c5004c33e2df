# What to run, and nothing else: each target sets up what it needs in .venv and is quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SCHEMAS := rulebook/rule contract/flags
PAGES := audits codes components prompts
CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome google-chrome-stable,$(shell command -v $(name))))

.PHONY: demo test check fix docs script gallery bench

demo: $(VENV)/.installed  ## screen every sample chronology into reports/
	@mkdir -p reports; for folder in sample_chronologies/*/; do \
	  test -f "$${folder}NOTE.md" || continue; \
	  name=$$(basename "$$folder"); \
	  as_at=$$(sed -n 's/^as_at: *//p' "$${folder}NOTE.md" | head -n 1); \
	  $(BIN)/flagger screen "$$folder" $${as_at:+--as-at "$$as_at"} --fictional --for all --out "reports/$$name" > "reports/.$$name.txt" || exit; \
	  mv "reports/.$$name.txt" "reports/$$name/summary.txt"; \
	  echo "reports/$$name/report.html  (papers: panel.docx, evidence.xlsx, supervision.docx, briefing.docx; as text: summary.txt)"; \
	done
	@echo "Open a report.html in a browser. What each sample is built to show: sample_chronologies/README.md"

test: $(VENV)/.developing  ## all tests; those of the page in a browser where there is a Chromium
	$(BIN)/python -m pytest $(if $(CHROMIUM),,--ignore=tests/browser)
	@$(if $(CHROMIUM),,echo "tests/browser was left out: no Chromium or Chrome was found on this machine")

check: $(VENV)/.developing  ## everything that can be said without running it; changes nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@for pair in $(SCHEMAS); do \
	  $(BIN)/python -c "import sys; from flagger.$${pair%/*}.schema import schema_text; sys.stdout.write(schema_text())" \
	    | cmp - "docs/schemas/$${pair#*/}.schema.json" || { echo "run: make docs"; exit 1; }; \
	done

fix: $(VENV)/.developing  ## mend what can be mended by machine
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.developing  ## write the generated pages again
	@for pair in $(SCHEMAS); do $(BIN)/python -m "flagger.$${pair%/*}.schema" || exit; done
	@for page in $(PAGES); do $(BIN)/python -m "flagger.report.library.$${page}_page" || exit; done
	@$(BIN)/flagger rules docs

script: $(VENV)/.developing  ## squeeze the page's scripts into one, after changing either; needs node
	@{ $(BIN)/python -c "from flagger.report.page.assets import made_from; print(made_from())"; \
	  $(BIN)/python -c "from flagger.report.page.assets import sources; print(sources())" \
	    | npx --yes esbuild@0.28 --minify --target=es2020; } > .squeezed.js && mv .squeezed.js flagger/report/page/templates/squeezed.js

gallery: $(VENV)/.developing  ## draw the pictures of docs/gallery again; needs Chromium, LibreOffice, pdftoppm
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python docs/gallery/make.py

bench: $(VENV)/.developing  ## measure; minutes
	$(BIN)/python -m pip install --quiet --group bench
	@for script in benchmarks/bench_*.py; do echo "$$script"; $(BIN)/python "$$script" || exit; done

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.developing: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[parquet]" --group dev
	@touch $@ $(VENV)/.installed
