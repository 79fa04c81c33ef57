CREATE TABLE IF NOT EXISTS reading (
	taken_at TIMESTAMP(9) WITH TIME ZONE PRIMARY KEY,
	cpu_load DOUBLE PRECISION NOT NULL,
	available_memory BIGINT NOT NULL,
	disk_read_rate BIGINT NOT NULL,
	disk_write_rate BIGINT NOT NULL,
	receive_rate BIGINT NOT NULL,
	send_rate BIGINT NOT NULL
);
