-- What is superseded stands no more: its targets are no targets of its incident. The tables keep them.

CREATE OR REPLACE VIEW streamwatch.v_outage_targets
(
  id String COMMENT 'Outage; superseded ones are left out',
  incident_id String COMMENT 'Incident that it belongs to',
  target String COMMENT 'Target that failed in it'
)
AS SELECT stored.id AS id, outage.incident_id AS incident_id, stored.target AS target
FROM streamwatch.outage_targets AS stored FINAL
INNER JOIN (SELECT id, revision, incident_id FROM streamwatch.outages FINAL WHERE outages.state != 'superseded') AS outage
  ON outage.id = stored.id AND outage.revision = stored.revision;
