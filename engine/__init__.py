"""Runtime for BPMN practices: definitions, instances, waiting work, jobs and their history. The ground floor."""
