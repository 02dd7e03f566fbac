// A meadow: blades of grass and a few daisies. In it, a garden gnome's hat.
#version 3.7;
global_settings { assumed_gamma 1.0 }
camera { location <0, 1.5, -3> look_at <0, 0.1, 0.6> right x*4/3 angle 48 }
light_source { <-12, 14, -6> color rgb <1.3, 1.22, 1.0> }
light_source { <10, 9, -12> color rgb <0.25, 0.28, 0.32> shadowless }
background { rgb <0.62, 0.74, 0.86> }
plane { y, 0 pigment { granite scale 0.2 color_map { [0 rgb <0.07, 0.10, 0.03>] [1 rgb <0.16, 0.17, 0.06>] } } }
#declare Rnd = seed(23);
#local I = 0;
#while (I < 42000)
  #local Z = -2.2 + 9*rand(Rnd)*rand(Rnd); #local X = (rand(Rnd) - 0.5)*(4 + (Z + 2.5)*1.5);
  #local Lean = <rand(Rnd) - 0.5, 0, rand(Rnd) - 0.5>*0.22; #local High = 0.13 + 0.13*rand(Rnd);
  triangle { <X - 0.008, 0, Z>, <X + 0.008, 0, Z>, <X, High, Z> + Lean
    pigment { rgb <0.16 + 0.2*rand(Rnd), 0.36 + 0.22*rand(Rnd), 0.07 + 0.05*rand(Rnd)> } finish { diffuse 0.7 ambient 0.1 } }
  #local I = I + 1;
#end
#local I = 0;
#while (I < 160)
  #local Z = -2 + 7*rand(Rnd)*rand(Rnd); #local X = (rand(Rnd) - 0.5)*(4 + (Z + 2.5)*1.5);
  union { sphere { 0, 0.035 scale <1, 0.3, 1> pigment { rgb 0.92 } } sphere { y*0.006, 0.014 pigment { rgb <0.9, 0.7, 0.1> } } finish { ambient 0.15 } rotate x*-30 translate <X, 0.22 + 0.06*rand(Rnd), Z> }
  #local I = I + 1;
#end
#if (Removed != 1) cone { 0, 0.34, y*0.95, 0.02 pigment { rgb <0.75, 0.1, 0.08> } finish { ambient 0.08 } translate <0.25, 0, 0> } #end
