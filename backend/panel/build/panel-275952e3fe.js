import{m136_CodeField as o,m136_PasswordField as s}from"./panel-730da0d239.js";export{o as a,s as b};
