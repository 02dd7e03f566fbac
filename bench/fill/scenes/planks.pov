// A fence of old planks. On it hangs a tin disc.
#version 3.7;
global_settings { assumed_gamma 1.0 }
#include "woods.inc"
camera { location <0.5, 1.2, -4> look_at <0, 1.0, 0> right x*4/3 angle 40 }
light_source { <-12, 10, -9> color rgb <1.2, 1.12, 1.0> }
light_source { <9, 6, -12> color rgb <0.3, 0.32, 0.36> shadowless }
background { rgb <0.12, 0.14, 0.1> }
#declare Rnd = seed(9);
#local I = -9;
#while (I < 10)
  #local Tone = 0.75 + 0.45*rand(Rnd);
  box { <0.006, -1, 0>, <0.274, 3 + rand(Rnd)*0.1, 0.04> translate <I*0.28, 0, rand(Rnd)*0.012>
    texture { pigment { wood turbulence <0.08, 0.12, 0.04> octaves 5 scale <0.035, 0.035, 0.8> rotate x*(86 + rand(Rnd)*3) translate <rand(Rnd)*9, rand(Rnd)*9, rand(Rnd)*9>
        color_map { [0 rgb <0.50, 0.43, 0.35>*Tone] [0.5 rgb <0.38, 0.31, 0.25>*Tone] [1 rgb <0.58, 0.52, 0.44>*Tone] } }
      normal { wrinkles 0.5 scale <0.02, 0.35, 0.02> } finish { diffuse 0.85 ambient 0.04 } } }
  sphere { <I*0.28 + 0.14, 0.35, -0.005>, 0.016 pigment { rgb 0.16 } } sphere { <I*0.28 + 0.14, 1.75, -0.005>, 0.016 pigment { rgb 0.16 } }
  #local I = I + 1;
#end
#if (Removed != 1)
  union { cylinder { -0.06*z, 0, 0.36 } torus { 0.36, 0.03 rotate x*90 } cylinder { <0, 0.36, -0.02>, <0, 0.62, -0.02>, 0.012 }
    pigment { rgb <0.7, 0.15, 0.1> } finish { specular 0.4 } translate <0.35, 1.05, -0.03> }
#end
