// Cobblestones in sand, seen from standing height. On them, a football.
#version 3.7;
global_settings { assumed_gamma 1.0 }
camera { location <0, 2.1, -2.4> look_at <0, 0, 0.1> right x*4/3 angle 52 }
light_source { <-9, 9, 3> color rgb <1.25, 1.18, 1.0> }
light_source { <8, 9, -9> color rgb <0.3, 0.33, 0.4> shadowless }
#declare Rnd = seed(17);
plane { y, 0 pigment { granite scale 0.1 color_map { [0 rgb <0.36, 0.30, 0.22>] [1 rgb <0.52, 0.46, 0.35>] } } normal { granite 0.6 scale 0.03 } }
#local Row = -16;
#while (Row < 22) #local Col = -22;
  #while (Col < 22)
    #local Tone = 0.6 + 0.7*rand(Rnd);
    superellipsoid { <0.5, 0.5> scale <0.088 + 0.012*rand(Rnd), 0.05, 0.083 + 0.012*rand(Rnd)>
      rotate <rand(Rnd)*8 - 4, rand(Rnd)*24 - 12, rand(Rnd)*8 - 4> translate <Col*0.2 + mod(Row + 40, 2)*0.1 + rand(Rnd)*0.015, 0.0, Row*0.185 + rand(Rnd)*0.015>
      pigment { granite scale 0.12 translate rand(Rnd)*20 color_map { [0 rgb <0.34, 0.34, 0.36>*Tone] [0.6 rgb <0.48, 0.47, 0.47>*Tone] [1 rgb <0.24, 0.23, 0.23>*Tone] } }
      normal { granite 0.3 scale 0.05 } finish { diffuse 0.85 ambient 0.04 specular 0.1 } }
  #local Col = Col + 1; #end
#local Row = Row + 1; #end
#if (Removed != 1)
  sphere { 0, 0.24 pigment { hexagon rgb 0.9, rgb 0.1, rgb 0.9 scale 0.1 } finish { specular 0.3 } rotate 30 translate <0.15, 0.29, 0.05> }
#end
