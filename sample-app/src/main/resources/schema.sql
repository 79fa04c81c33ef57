CREATE TABLE IF NOT EXISTS reading (
	taken_at TIMESTAMP(9) WITH TIME ZONE PRIMARY KEY,
	cpu_load DOUBLE PRECISION NOT NULL,
	available_memory BIGINT NOT NULL,
	disk_read_rate BIGINT NOT NULL,
	disk_write_rate BIGINT NOT NULL,
	receive_rate BIGINT NOT NULL,
	send_rate BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS summary (
	made_at TIMESTAMP(9) WITH TIME ZONE PRIMARY KEY,
	readings BIGINT NOT NULL,
	cpu_load DOUBLE PRECISION NOT NULL,
	shipped BOOLEAN DEFAULT FALSE NOT NULL
);

CREATE TABLE IF NOT EXISTS scheduled_tasks (
	task_name VARCHAR(250) NOT NULL,
	task_instance VARCHAR(250) NOT NULL,
	task_data BLOB,
	execution_time TIMESTAMP(6) WITH TIME ZONE NOT NULL,
	picked BOOLEAN NOT NULL,
	picked_by VARCHAR(50),
	last_success TIMESTAMP(6) WITH TIME ZONE,
	last_failure TIMESTAMP(6) WITH TIME ZONE,
	consecutive_failures INT,
	last_heartbeat TIMESTAMP(6) WITH TIME ZONE,
	version BIGINT NOT NULL,
	PRIMARY KEY (task_name, task_instance)
);
