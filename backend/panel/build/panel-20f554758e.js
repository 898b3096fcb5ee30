import{m129_CodeField as o,m129_PasswordField as s}from"./panel-b23440702e.js";export{o as a,s as b};
