import{m129_CodeField as o,m129_PasswordField as s}from"./panel-34304e3705.js";export{o as a,s as b};
