import{m129_CodeField as o,m129_PasswordField as s}from"./panel-5ed2d431b1.js";export{o as a,s as b};
