"""What the tests share: a portal to steer, blueprints to write, and the command line to run."""
