BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE answer (
	id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	inspection_id INTEGER NOT NULL, 
	item_id VARCHAR(200) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	score VARCHAR(64), 
	reason TEXT NOT NULL, 
	note TEXT NOT NULL, 
	answered_at DATETIME NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	takes_back_id INTEGER, 
	CONSTRAINT pk_answer PRIMARY KEY (id), 
	CONSTRAINT uq_answer_uid UNIQUE (uid), 
	CONSTRAINT fk_answer_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id), 
	CONSTRAINT uq_answer_takes_back_id UNIQUE (takes_back_id), 
	CONSTRAINT fk_answer_takes_back_id_answer FOREIGN KEY(takes_back_id) REFERENCES answer (id)
);
INSERT INTO "answer" VALUES(1,'be050676fe1b40af8671ea5c36f5fd5a',1,'i0','answered','0','','','2026-01-01 01:00:00.000000','Li Wei',NULL);
INSERT INTO "answer" VALUES(2,'947dd30d85614e5f8628d003e23c5cb9',1,'i0','answered','0','','','2026-01-01 01:00:00.000001','Li Wei',1);
INSERT INTO "answer" VALUES(3,'a9523ab3636646209c2181eae112ddc7',1,'i0','answered','1','','','2026-01-01 01:00:00.000000','Li Wei',NULL);
INSERT INTO "answer" VALUES(4,'0c139c49c01345e49d1ed5c50a28e43b',1,'i1','answered','0','','','2026-01-01 01:00:00.000000','Li Wei',NULL);
INSERT INTO "answer" VALUES(5,'51765ebb4c0d4442aef19863c9b68273',1,'i2','answered','1','','','2026-01-01 01:00:00.000000','Li Wei',NULL);
CREATE TABLE bookmark (
	id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	store_id INTEGER NOT NULL, 
	camera_id INTEGER, 
	moment_media_time_us BIGINT NOT NULL, 
	note TEXT NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_bookmark PRIMARY KEY (id), 
	CONSTRAINT fk_bookmark_store_id_store FOREIGN KEY(store_id) REFERENCES store (id), 
	CONSTRAINT fk_bookmark_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id), 
	CONSTRAINT uq_bookmark_uid UNIQUE (uid)
);
INSERT INTO "bookmark" VALUES(1,'5f0c1d2e3b4a59687766554433221100',1,1,1767229260000000,'Shutter half down','Li Wei','2026-01-01 02:00:00.000000');
CREATE TABLE camera (
	id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	store_id INTEGER NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	place VARCHAR(32) NOT NULL, 
	main_url TEXT NOT NULL, 
	sub_url TEXT NOT NULL, 
	user_name VARCHAR(200) NOT NULL, 
	recording_root TEXT NOT NULL, 
	recording_pattern TEXT NOT NULL, 
	recording_time_zone VARCHAR(64) NOT NULL, 
	zone JSON NOT NULL, 
	removed_at DATETIME, recorder_id INTEGER CONSTRAINT fk_camera_recorder_id_recorder REFERENCES recorder (id), recorder_channel VARCHAR(200) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_camera PRIMARY KEY (id), 
	CONSTRAINT uq_camera_uid UNIQUE (uid), 
	CONSTRAINT fk_camera_store_id_store FOREIGN KEY(store_id) REFERENCES store (id)
);
INSERT INTO "camera" VALUES(1,'dcf242fdcdca4bb5bcbb4e1428f1cc84',1,'counter','Counter','other','','','','','','','[]',NULL,1,'1');
CREATE TABLE checklist_version (
	id INTEGER NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	document TEXT NOT NULL, 
	imported_at DATETIME NOT NULL, 
	imported_by VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_checklist_version PRIMARY KEY (id), 
	CONSTRAINT uq_checklist_version_key_version UNIQUE ("key", version), 
	CONSTRAINT uq_checklist_version_key_digest UNIQUE ("key", digest)
);
INSERT INTO "checklist_version" VALUES(1,'opening',1,'82b7808300aecd4a0bd7420b750271b56ec52b2cd334bb059535aed94cce64b9','{"key": "opening", "title": "Opening", "sections": [{"id": "s", "title": "Section", "items": [{"id": "i0", "title": "Item 0", "standard": "As it should be", "required": true}, {"id": "i1", "title": "Item 1", "standard": "As it should be", "required": true}, {"id": "i2", "title": "Item 2", "standard": "As it should be", "required": false}]}]}','2026-01-01 01:00:00.000000','Li Wei');
CREATE TABLE company (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_company PRIMARY KEY (id), 
	CONSTRAINT uq_company_name UNIQUE (name)
);
INSERT INTO "company" VALUES(1,'Chain');
CREATE TABLE evidence (
	id INTEGER NOT NULL, 
	inspection_id INTEGER, 
	item_id VARCHAR(200), 
	store_id INTEGER NOT NULL, 
	camera_id INTEGER NOT NULL, 
	camera_label VARCHAR(300) NOT NULL, 
	picture_media_time_us BIGINT NOT NULL, 
	taken_at DATETIME NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT ck_evidence_size CHECK (width > 0 AND height > 0), 
	CONSTRAINT fk_evidence_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id), 
	CONSTRAINT fk_evidence_store_id_store FOREIGN KEY(store_id) REFERENCES store (id), 
	CONSTRAINT fk_evidence_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id)
);
INSERT INTO "evidence" VALUES(1,1,'i1',1,1,'S001/counter',1767229200000000,'2026-01-01 01:00:00.000002','Li Wei','abababababababababababababababababababababababababababababababab',1920,1080);
CREATE TABLE evidence_marking (
	id INTEGER NOT NULL, 
	evidence_id INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	marks JSON NOT NULL, 
	marked_at DATETIME NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_evidence_marking PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_marking_evidence_id_evidence FOREIGN KEY(evidence_id) REFERENCES evidence (id)
);
INSERT INTO "evidence_marking" VALUES(1,1,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','[{"kind": "box", "x1": 0.1, "y1": 0.1, "x2": 0.5, "y2": 0.5, "text": "", "colour": "#ff453a"}, {"kind": "text", "x1": 0.1, "y1": 0.1, "x2": 0.1, "y2": 0.1, "text": "\u6b64\u5904", "colour": "#ff453a"}]','2026-01-01 01:00:00.000003','Li Wei');
CREATE TABLE hint (
	id INTEGER NOT NULL, 
	camera_id INTEGER NOT NULL, 
	rule_key VARCHAR(64) NOT NULL, 
	start_media_time_us BIGINT NOT NULL, 
	end_media_time_us BIGINT NOT NULL, 
	model_key VARCHAR(200) NOT NULL, 
	found_at DATETIME NOT NULL, 
	decision VARCHAR(16), 
	decided_by VARCHAR(200), 
	decided_at DATETIME, 
	inspection_id INTEGER, 
	item_id VARCHAR(200), 
	CONSTRAINT pk_hint PRIMARY KEY (id), 
	CONSTRAINT ck_hint_span CHECK (end_media_time_us >= start_media_time_us), 
	CONSTRAINT fk_hint_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id), 
	CONSTRAINT fk_hint_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id)
);
INSERT INTO "hint" VALUES(1,1,'counter_unattended',1767229200000000,1767229300000000,'motion','2026-01-01 01:00:00.000006','accepted','Li Wei','2026-01-01 01:00:00.000007',1,'i1');
CREATE TABLE inspection (
	id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	store_id INTEGER NOT NULL, 
	checklist_version_id INTEGER NOT NULL, 
	inspector VARCHAR(200) NOT NULL, 
	started_at DATETIME NOT NULL, 
	submitted_at DATETIME, 
	score JSON, 
	raw_hundredths INTEGER, 
	final_hundredths INTEGER, 
	CONSTRAINT pk_inspection PRIMARY KEY (id), 
	CONSTRAINT uq_inspection_uid UNIQUE (uid), 
	CONSTRAINT fk_inspection_store_id_store FOREIGN KEY(store_id) REFERENCES store (id), 
	CONSTRAINT fk_inspection_checklist_version_id_checklist_version FOREIGN KEY(checklist_version_id) REFERENCES checklist_version (id)
);
INSERT INTO "inspection" VALUES(1,'68dd4f8d8dbb4d1bb2fef4af2dbd4ec8',1,1,'Li Wei','2026-01-01 01:00:00.000000','2026-01-01 01:00:00.000008','{"items": [{"item_id": "i0", "earned": "1", "maximum": "1", "failed": false, "red_line_hit": false}, {"item_id": "i1", "earned": "0", "maximum": "1", "failed": true, "red_line_hit": false}, {"item_id": "i2", "earned": "1", "maximum": "1", "failed": false, "red_line_hit": false}], "sections": [{"section_id": "s", "raw_earned": "2", "earned": "2", "maximum": "3", "raw_percent": "66.67", "percent": "66.67", "red_line_hits": []}], "raw_earned": "2", "earned": "2", "maximum": "3", "raw_percent": "66.67", "final_percent": "66.67", "answered": 3, "total": 3, "na": 0, "not_assessable": 0, "failed_items": ["i1"], "red_line_hits": [], "coverage_percent": "100.00", "missing_required": [], "rule_version": "points-1"}',6667,6667);
INSERT INTO "inspection" VALUES(2,'81057b3aa2d541908216ee35ab5150b5',1,1,'Li Wei','2026-01-01 01:00:00.000009',NULL,NULL,NULL,NULL);
CREATE TABLE person (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	language VARCHAR(16) NOT NULL, 
	time_zone VARCHAR(64) NOT NULL, 
	introduced_at DATETIME NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT uq_person_name UNIQUE (name)
);
INSERT INTO "person" VALUES(1,'Li Wei','zh_CN','Asia/Shanghai','2026-01-01 01:00:00.000000');
CREATE TABLE recorder (
	id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	store_id INTEGER, 
	name VARCHAR(200) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	address TEXT NOT NULL, 
	user_name VARCHAR(200) NOT NULL, 
	time_zone VARCHAR(64) NOT NULL, 
	clock_offset_us BIGINT NOT NULL, 
	sessions INTEGER NOT NULL, 
	ability TEXT NOT NULL, 
	CONSTRAINT pk_recorder PRIMARY KEY (id), 
	CONSTRAINT ck_recorder_sessions CHECK (sessions > 0), 
	CONSTRAINT fk_recorder_store_id_store FOREIGN KEY(store_id) REFERENCES store (id), 
	CONSTRAINT uq_recorder_uid UNIQUE (uid), 
	CONSTRAINT uq_recorder_name UNIQUE (name)
);
INSERT INTO "recorder" VALUES(1,'b6bc257352474f7ab7adcf9727c0997b',1,'Back office','hikvision','rtsp://10.0.0.9:554','viewer','Asia/Shanghai',420000000,4,'{"max_speed": 8.0, "sessions": 4}');
CREATE TABLE rectification_task (
	id INTEGER NOT NULL, 
	inspection_id INTEGER, 
	item_id VARCHAR(200), 
	store_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	owner VARCHAR(200) NOT NULL, 
	due_at DATETIME NOT NULL, 
	priority VARCHAR(16) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_rectification_task PRIMARY KEY (id), 
	CONSTRAINT fk_rectification_task_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id), 
	CONSTRAINT fk_rectification_task_store_id_store FOREIGN KEY(store_id) REFERENCES store (id)
);
INSERT INTO "rectification_task" VALUES(1,1,'i1',1,'Fix','detail','Wang','2026-01-12 14:46:40.000000','medium','in_rectification','2026-01-01 01:00:00.000004','Li Wei');
CREATE TABLE region (
	id INTEGER NOT NULL, 
	company_id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_region PRIMARY KEY (id), 
	CONSTRAINT uq_region_company_id_name UNIQUE (company_id, name), 
	CONSTRAINT fk_region_company_id_company FOREIGN KEY(company_id) REFERENCES company (id)
);
INSERT INTO "region" VALUES(1,1,'East');
CREATE TABLE store (
	id INTEGER NOT NULL, 
	region_id INTEGER NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	time_zone VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_store PRIMARY KEY (id), 
	CONSTRAINT fk_store_region_id_region FOREIGN KEY(region_id) REFERENCES region (id), 
	CONSTRAINT uq_store_code UNIQUE (code)
);
INSERT INTO "store" VALUES(1,1,'S001','Store 1','Asia/Shanghai');
CREATE TABLE task_event (
	id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	happened_at DATETIME NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	action VARCHAR(32), 
	from_state VARCHAR(32), 
	to_state VARCHAR(32) NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_task_event PRIMARY KEY (id), 
	CONSTRAINT fk_task_event_task_id_rectification_task FOREIGN KEY(task_id) REFERENCES rectification_task (id)
);
INSERT INTO "task_event" VALUES(1,1,'2026-01-01 01:00:00.000004','Li Wei',NULL,NULL,'open','');
INSERT INTO "task_event" VALUES(2,1,'2026-01-01 01:00:00.000005','Wang','start','open','in_rectification','');
CREATE TABLE task_evidence (
	task_id INTEGER NOT NULL, 
	evidence_id INTEGER NOT NULL, 
	CONSTRAINT pk_task_evidence PRIMARY KEY (task_id, evidence_id), 
	CONSTRAINT fk_task_evidence_task_id_rectification_task FOREIGN KEY(task_id) REFERENCES rectification_task (id), 
	CONSTRAINT fk_task_evidence_evidence_id_evidence FOREIGN KEY(evidence_id) REFERENCES evidence (id)
);
INSERT INTO "task_evidence" VALUES(1,1);
CREATE INDEX ix_store_region_id ON store (region_id);
CREATE UNIQUE INDEX uq_camera_store_id_code_present ON camera (store_id, code) WHERE removed_at IS NULL;
CREATE INDEX ix_inspection_store_id ON inspection (store_id);
CREATE INDEX ix_inspection_started_at ON inspection (started_at);
CREATE INDEX ix_answer_inspection_id_item_id ON answer (inspection_id, item_id);
CREATE INDEX ix_evidence_sha256 ON evidence (sha256);
CREATE INDEX ix_evidence_store_id ON evidence (store_id);
CREATE INDEX ix_evidence_inspection_id ON evidence (inspection_id);
CREATE INDEX ix_rectification_task_inspection_id ON rectification_task (inspection_id);
CREATE INDEX ix_rectification_task_due_at ON rectification_task (due_at);
CREATE INDEX ix_rectification_task_store_id ON rectification_task (store_id);
CREATE INDEX ix_rectification_task_owner ON rectification_task (owner);
CREATE INDEX ix_hint_camera_id_rule_key ON hint (camera_id, rule_key);
CREATE INDEX ix_evidence_marking_sha256 ON evidence_marking (sha256);
CREATE INDEX ix_evidence_marking_evidence_id ON evidence_marking (evidence_id);
CREATE INDEX ix_task_event_task_id ON task_event (task_id);
CREATE INDEX ix_bookmark_store_id ON bookmark (store_id);
CREATE INDEX ix_bookmark_camera_id_moment_media_time_us ON bookmark (camera_id, moment_media_time_us);
COMMIT;
